-- One row per stream and scope that was proven to its end: complete to when.
select stream, scope, complete_to
from sync.complete
where complete_to is not null
order by stream, scope
