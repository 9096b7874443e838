-- One row per type, the most frequent first: what redaction found in the last run.
select type, sum(findings) as findings
from sync.redaction
where run_id = (select max(run_id) from sync.run)
group by type
order by findings desc, type
