-- One row per stream and scope that was left out, is asked for and was listed again since: by itself, or with all others by a
-- complete listing. Of a stream that the settings do not ask for there is nothing to be listed.
select departed.stream, departed.scope_id
from sync.departed as departed
inner join facet on facet.stream = departed.stream
left join sync.stream as listed on listed.stream = departed.stream and listed.scope = departed.scope_id
left join sync.covered as covered on covered.stream = departed.stream and covered.scope_id = departed.scope_id
left join sync.census as census on census.stream = covered.stream
where
    departed.scope_id in (select scope_id from scope)
    and (
        not facet.is_wanted
        or listed.complete_to > departed.complete_to
        or census.complete_to > departed.complete_to
    )
