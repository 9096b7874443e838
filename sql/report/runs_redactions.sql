-- One row per type, the most frequent first: what redaction found in some runs.
--
-- $runs  their numbers, with commas between them
select type, sum(findings) as findings
from sync.redaction
where run_id in ($runs)
group by type
order by findings desc, type
