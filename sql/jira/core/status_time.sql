-- One row per issue whose status was changed: when it was, and how long it was in each until the last change.
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
        min(changed_at) filter (where category_to = 'indeterminate')  as first_in_progress_at,
        max(changed_at) filter (
            where category_to = 'done' and category_from is distinct from 'done'
        )                                                             as entered_done_at,
        max(changed_at)                                               as status_since
    from transition
    group by issue_id
)

select
    moved.issue_id,
    moved.first_in_progress_at,
    moved.entered_done_at,
    moved.status_since,
    listed.seconds_in_status
from moved
left join listed on listed.issue_id = moved.issue_id
