-- One row per landed response that is kept, in the order of their landing.
select seq, run_id, stream, scope, kind, answered_at, objects, bytes
from land.response
order by seq
