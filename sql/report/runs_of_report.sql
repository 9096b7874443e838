-- One row per run whose work the report of a run tells: the run itself, and those that failed since the last one that came to its
-- end and had landed something, which it goes on with.
--
-- $run  its number
select run.run_id
from sync.run as run
where
    run.run_id = $run
    or (
        run.run_id < $run
        and run.state = 'failed'
        and run.run_id > (
            select coalesce(max(former.run_id), 0)
            from sync.run as former
            where former.state in ('done', 'incomplete') and former.run_id < $run
        )
        and exists (select 1 from land.page as page where page.run_id = run.run_id)
    )
order by run.run_id
