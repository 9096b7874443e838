-- One row per stream and scope that was proven to its end: complete to when, and by what, where that is less than the records of the
-- site.
select
    complete.stream,
    complete.scope,
    strftime(complete.complete_to, '%Y-%m-%dT%H:%M:%S.%fZ') as complete_to,
    basis.complete_by
from sync.complete as complete
left join sync.basis as basis on basis.stream = complete.stream
where complete.complete_to is not null
order by complete.stream, complete.scope
