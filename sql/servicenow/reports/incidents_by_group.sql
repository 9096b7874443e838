-- How many incidents are open, by group, and how old are they?
-- One row per assignment group; without a name where its record was not read. Days count from the opening to the
-- publication.
--
-- may  incident (assignment_group varchar, active boolean, opened_at timestamp) by tables = ["incident"]
-- may  user_group (sys_id varchar, name varchar) by datasets = ["user_group"]
-- bar  group_name, open  open incidents, by group
with

opened as (
    select
        assignment_group,
        ($as_of - epoch_us(try_cast(cast(opened_at as varchar) as timestamp))) // 86400000000 as days_open
    from incident
    where cast(active as varchar) = 'true'
)

select
    user_group.name                                   as group_name,
    opened.assignment_group,
    count(*)                                          as open,
    count(*) filter (where opened.days_open > 7)      as open_a_week,
    count(*) filter (where opened.days_open > 30)     as open_a_month,
    max(opened.days_open)                             as oldest_days
from opened
left join user_group on user_group.sys_id = opened.assignment_group
group by user_group.name, opened.assignment_group
order by open desc, opened.assignment_group
