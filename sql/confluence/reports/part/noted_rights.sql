-- One row per kind of thing that was not read of who has a right in which space, as a note on a report.
--
-- over   unread_group, unread_space
-- needs  spaces
with

lacking as (
    select 'space' as kind, coalesce(space.space_key, space.space_id) as name
    from unread_space
    inner join spaces as space on space.space_id = unread_space.space_id
    where unread_space.is_silent

    union all

    select 'group' as kind, name from unread_group
),

summed as (
    select kind, count(*) as number, array_to_string(list(name order by name)[:5], ', ') as names
    from lacking
    group by kind
)

select
    'not read: ' || case kind when 'space' then 'the permissions of ' else 'the members of ' end
        || number || ' ' || kind || case when number > 1 then 's' else '' end
        || ' (' || names || case when number > 5 then ', …' else '' end || '), so who may do what by these is unknown; '
        || '''catchment status'' lists the gaps' as note
from summed
order by kind desc
