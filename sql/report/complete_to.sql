-- One row per stream and scope that was proven to its end: complete to when.
select stream, scope, strftime(complete_to, '%Y-%m-%dT%H:%M:%S.%fZ') as complete_to
from sync.complete
where sync.complete.complete_to is not null
order by stream, scope
