-- How many issues are created and done, by week and project?
-- One row per week (from Monday, UTC) and project. An issue is done in the week since which it is: one that was opened again
-- and closed counts once, in the last.
--
-- needs  issue by datasets = ["issue"]
-- bar    week, project_key, done  issues done, by week and project
with

moved as (
    select project_key, created_at as moved_at, 1 as created, 0 as done from issue
    union all
    select project_key, done_at as moved_at, 0 as created, 1 as done from issue where done_at is not null
)

select
    strftime(date_trunc('week', make_timestamp(epoch_us(moved_at))), '%Y-%m-%d')  as week,
    project_key,
    sum(created)  as created,
    sum(done)     as done
from moved
group by week, project_key
order by week desc, project_key
