-- How many cases are open, by priority, and how old are they?
-- One row per priority. Days count from the creation to the publication.
--
-- may  case (priority varchar, is_closed boolean, created_date timestamp) by objects = ["Case"]
-- bar  priority, open  open cases, by priority
with

opened as (
    select
        cast(priority as varchar) as priority,
        ($as_of - epoch_us(try_cast(cast(created_date as varchar) as timestamp))) // 86400000000 as days_open
    from "case"
    where cast(is_closed as varchar) = 'false'
)

select
    priority,
    count(*)                                   as open,
    count(*) filter (where days_open > 7)      as open_a_week,
    count(*) filter (where days_open > 30)     as open_a_month,
    max(days_open)                             as oldest_days
from opened
group by priority
order by open desc, priority
