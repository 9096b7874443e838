-- One row per run that left something behind, of some runs.
--
-- $runs  their numbers, with commas between them
select distinct run_id
from land.response
where run_id in ($runs)
order by run_id
