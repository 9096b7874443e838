-- One row per issue that exists and time in which its status, assignee, priority, resolution, type and project stayed the same.
--
-- needs     changelog
-- shares    gone, live_issue, field_change
-- grain     issue_id, period
-- each      issue_id via jira.issue.issue_id, jira.changelog.issue_id
-- look      sync.deletion.object_id through jira.issue.issue_id
-- look      sync.deletion.object_id through jira.changelog.history_id
-- required  valid_from, is_current
-- numbers   12
-- column    1   issue_id       key     The issue: a row of issue.
-- column    2   period         plain   Which of its periods it is, from 0, the one that begins with its creation.
-- column    3   valid_from     time    When the period began, UTC.
-- column    4   valid_to       time    When it ended, UTC; null for the current one.
-- column    5   is_current     plain   Whether the issue is like that now.
-- column    6   history_id     key     The entry of the changelog that began it; null for the first.
-- column    7   status_id      key     The id of its status in that time.
-- column    8   assignee_id    person  Who was to do it in that time: a pseudonym; null where it was nobody.
-- column    9   priority_id    key     The id of its priority in that time.
-- column    10  resolution_id  key     The id of its resolution in that time; null where it had none.
-- column    11  issue_type_id  key     The id of its type in that time.
-- column    12  project_id     key     The project that it was in in that time.
-- check     is_current = (valid_to is null)
with

begun as (
    select issue_id, history_id, valid_from, status, assignee, priority, resolution, issue_type, project
    from field_change
    where coalesce(status, assignee, priority, resolution, issue_type, project) is not null
    union all
    select issue_id, null, created_at, null, null, null, null, null, null from live_issue
),

placed as (
    select
        *,
        row_number() over (
            partition by issue_id
            order by history_id is not null, valid_from, try_cast(history_id as bigint), history_id
        ) - 1 as period
    from begun
),

-- What a field was in a period: as the last change left it, else as the next one found it, else as it is.
known as (
    select
        *,
        lead(valid_from) over later as valid_to,
        last_value(status ignore nulls) over earlier as status_left,
        first_value(status ignore nulls) over later as status_found,
        last_value(assignee ignore nulls) over earlier as assignee_left,
        first_value(assignee ignore nulls) over later as assignee_found,
        last_value(priority ignore nulls) over earlier as priority_left,
        first_value(priority ignore nulls) over later as priority_found,
        last_value(resolution ignore nulls) over earlier as resolution_left,
        first_value(resolution ignore nulls) over later as resolution_found,
        last_value(issue_type ignore nulls) over earlier as issue_type_left,
        first_value(issue_type ignore nulls) over later as issue_type_found,
        last_value(project ignore nulls) over earlier as project_left,
        first_value(project ignore nulls) over later as project_found
    from placed
    window
        earlier as (partition by issue_id order by period rows between unbounded preceding and current row),
        later as (partition by issue_id order by period rows between 1 following and unbounded following)
),

joined as (
    select
        known.issue_id,
        cast(known.period as integer)  as period,
        known.valid_from,
        known.valid_to,
        known.valid_to is null         as is_current,
        known.history_id,
        case
            when known.status_left is not null then known.status_left.new
            when known.status_found is not null then known.status_found.old
            else issue.status_id
        end as status_id,
        case
            when known.assignee_left is not null then known.assignee_left.new
            when known.assignee_found is not null then known.assignee_found.old
            else issue.assignee_id
        end as assignee_id,
        case
            when known.priority_left is not null then known.priority_left.new
            when known.priority_found is not null then known.priority_found.old
            else issue.priority_id
        end as priority_id,
        case
            when known.resolution_left is not null then known.resolution_left.new
            when known.resolution_found is not null then known.resolution_found.old
            else issue.resolution_id
        end as resolution_id,
        case
            when known.issue_type_left is not null then known.issue_type_left.new
            when known.issue_type_found is not null then known.issue_type_found.old
            else issue.issue_type_id
        end as issue_type_id,
        case
            when known.project_left is not null then known.project_left.new
            when known.project_found is not null then known.project_found.old
            else issue.project_id
        end as project_id
    from known
    inner join live_issue as issue on issue.issue_id = known.issue_id
)

select * from joined
