-- One row per stream and scope that was left out, is asked for and was listed again since.
select departed.stream, departed.scope_id
from sync.departed as departed
inner join sync.stream as listed on listed.stream = departed.stream and listed.scope = departed.scope_id
where
    listed.complete_to > departed.complete_to
    and departed.scope_id in (select scope_id from scope)
