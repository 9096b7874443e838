-- One row per kind of thing that was not read of the restrictions of pages, as a note on a report.
--
-- over   unread_page
with

counted as (
    select why, count(*) as pages
    from unread_page
    where why in ('node', 'restriction')
    group by why
)

select
    case why when 'node' then 'not told' else 'not read' end || ': who may read ' || pages
        || case when pages = 1 then ' page' else ' pages' end
        || case why
            when 'node'
                then ' below a folder, whiteboard, database or embed: these may be restricted, and as the API does not '
                    || 'tell how, no setting reads it'
            else ', because restrictions of theirs or above them were not read since they changed: the next sync reads '
                || 'them, or ''catchment status'' lists the gap, or a page above is out of sight of the account'
        end as note
from counted
order by why
