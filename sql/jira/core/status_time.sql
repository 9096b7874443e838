-- One row per issue that exists: the category of its status, when it came into its statuses, and how long it was in each until
-- the last change. An issue began in the status that its first change left; without one it is still in it.
--
-- shares  gone, live_issue, transition
with

stay as (
    select
        issue_id,
        status_from,
        changed_at,
        lag(changed_at) over (partition by issue_id order by place)  as since
    from transition
),

spent as (
    select
        stay.issue_id,
        stay.status_from  as status_id,
        cast(
            sum(epoch_us(stay.changed_at) - epoch_us(coalesce(stay.since, live_issue.created_at))) // 1000000 as bigint
        )                 as seconds
    from stay
    inner join live_issue on live_issue.issue_id = stay.issue_id
    where stay.status_from is not null
    group by stay.issue_id, stay.status_from
),

listed as (
    select
        issue_id,
        cast(
            to_json(map_from_entries(list({'key': status_id, 'value': seconds} order by status_id))) as varchar
        ) as seconds_in_status
    from spent
    group by issue_id
),

moved as (
    select
        issue_id,
        max(category_from) filter (where place = 1)                   as began_as,
        min(changed_at) filter (where category_to = 'indeterminate')  as first_in_progress_at,
        max(changed_at) filter (
            where category_to = 'done' and category_from is distinct from 'done'
        )                                                             as entered_done_at,
        max(changed_at)                                               as status_since
    from transition
    group by issue_id
)

select
    issue.issue_id,
    coalesce(status.category, issue.status_category)    as current_category,
    case
        when moved.issue_id is null and current_category = 'indeterminate' then issue.created_at
        when moved.began_as = 'indeterminate' then issue.created_at
        else moved.first_in_progress_at
    end                                                 as first_in_progress_at,
    moved.entered_done_at,
    coalesce(moved.status_since, issue.created_at)      as status_since,
    coalesce(listed.seconds_in_status, '{}')            as seconds_in_status
from live_issue as issue
left join jira.status as status on status.status_id = issue.status_id
left join moved on moved.issue_id = issue.issue_id
left join listed on listed.issue_id = issue.issue_id
