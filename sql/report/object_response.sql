-- One row: the landed response that holds an object as it is held.
select seq, run_id, walk_id, stream, scope, kind, answered_at, objects, bytes
from land.response
where seq = $seq
