-- One row per stream and scope that was proven to its end: complete to when.
select stream, scope, complete_to
from sync.stream
order by stream, scope
