-- One row per run that a run may go on with: itself, and those that failed since the last one that came to its end.
--
-- $run  its number
select run_id
from sync.run
where
    run_id = $run
    or (
        state = 'failed'
        and run_id < $run
        and run_id > (
            select coalesce(max(run_id), 0) from sync.run where state in ('done', 'incomplete') and run_id < $run
        )
    )
order by run_id
