-- One row per issue that exists, with the times of its statuses.
--
-- needs     issue
-- needs     changelog  first_in_progress_at, cycle_seconds, status_since, seconds_in_status
-- needs     status  first_in_progress_at, cycle_seconds
-- needs     comment  comment_count
-- needs     issue_link  link_count
-- rows      issue
-- shares    gone, live_issue, site, transition, status_time
-- grain     issue_id
-- each      issue_id via jira.issue.issue_id, jira.changelog.issue_id, jira.comment.issue_id, jira.issue_link.issue_id
-- look      jira.project.project_id through jira.issue.project_id
-- look      jira.status.status_id through jira.issue.status_id
-- look      jira.status.status_id through jira.changelog.status_from
-- look      jira.status.status_id through jira.changelog.status_to
-- look      sync.deletion.object_id through jira.issue.issue_id
-- look      sync.deletion.object_id through jira.changelog.history_id
-- look      sync.deletion.object_id through jira.comment.comment_id
-- look      sync.deletion.object_id through jira.issue_link.object_id
-- look      sync.identity
-- required  project_id, created_at, updated_at, labels, component_ids, fix_version_ids, affected_version_ids, sprint_ids, comment_count, link_count
-- numbers   55
-- column    1      issue_id                    key     The issue's id, unique on its site.
-- column    2      issue_key                   key     Its key, as OPS-7; another one after a move to another project.
-- column    3      project_id                  key     The project it is in: a row of project.
-- column    4      project_key                 key     The key of that project.
-- column    5      issue_type_id               key     The id of its type.
-- column    6      issue_type                  text    The name of its type, redacted.
-- column    7      is_subtask                  plain   Whether its type is one of subtasks.
-- column    8      hierarchy_level             plain   The level of its type: -1 of subtasks, 0, 1 of epics and so on; null on Data Center.
-- column    9      status_id                   key     The id of its status.
-- column    10     status                      text    The name of its status, redacted.
-- column    11     status_category             plain   The category of its status: new, indeterminate (in progress), done, undefined or other.
-- column    12     status_since                time    When it came into its status, UTC.
-- column    13     priority_id                 key     The id of its priority.
-- column    14     priority                    text    The name of its priority, redacted.
-- column    15     resolution_id               key     The id of its resolution; null while it has none.
-- column    16     resolution                  text    The name of its resolution, redacted.
-- column    17     security_level_id           key     The id of its security level; null where it has none.
-- column    18     summary                     text    Its summary, redacted.
-- column    19     body_adf                    adf     Its description as Atlassian Document Format, redacted; null on Data Center.
-- column    20     body_wiki                   text    Its description as wiki text, redacted; null on Cloud.
-- column    21     body_text                   body    The redacted description as plain text; on Data Center as wiki text.
-- column    22     environment_text            body    Its environment in the same way.
-- column    23     creator_id                  person  Who created it: a pseudonym.
-- column    24     reporter_id                 person  Who reported it: a pseudonym.
-- column    25     assignee_id                 person  Who is to do it: a pseudonym; null where it is nobody.
-- column    26     created_at                  time    When it was created, UTC.
-- column    27     updated_at                  time    When it was changed last, UTC.
-- column    28     due_on                      plain   The day it is due.
-- column    29     resolved_at                 time    When its resolution was set last, UTC.
-- column    30     first_in_progress_at        time    When it first was in a status in progress, UTC: its creation where it began in one; null where it never was. A status that the site lists no more counts as none.
-- column    31     done_at                     time    Since when it is done, UTC; null where its status is not. Without a change of status that says so, as to one that the site lists no more, when it was resolved.
-- column    32     lead_seconds                plain   Seconds from its creation until it was done.
-- column    33     cycle_seconds               plain   Seconds from first_in_progress_at until it was done.
-- column    34     seconds_in_status           json    Seconds in each status, by the id, until the last change of status; status_since says since when it is in the last one.
-- column    35     parent_id                   key     The issue above it; null where there is none.
-- column    36     parent_key                  key     The key of that issue.
-- column    37     subtask_count               plain   Number of its subtasks.
-- column    38     comment_count               plain   Number of its comments that are read.
-- column    39     link_count                  plain   Number of its links to other issues.
-- column    40,41  labels                      text    Its labels, redacted and sorted; an empty list if there are none.
-- column    42,43  component_ids               key     The ids of its components: rows of component.
-- column    44,45  fix_version_ids             key     The ids of the versions it is fixed in: rows of version.
-- column    46,47  affected_version_ids        key     The ids of the versions it affects: rows of version.
-- column    48,49  sprint_ids                  key     The ids of the sprints it is or was in: rows of sprint.
-- column    50     vote_count                  plain   Number of votes.
-- column    51     watcher_count               plain   Number of watchers.
-- column    52     original_estimate_seconds   plain   How long it was thought to take at first, in seconds.
-- column    53     remaining_estimate_seconds  plain   How long it is thought to take still, in seconds.
-- column    54     time_spent_seconds          plain   How long was worked on it, in seconds.
-- column    55     web_url                     key     Its address in a browser; null behind a gateway.
with

commented as (
    select held.issue_id, count(*) as comments
    from jira.comment as held
    anti join gone on gone.object_id = held.comment_id and gone.stream = 'comment'
    group by held.issue_id
),

linked as (
    select held.issue_id, count(*) as links
    from jira.issue_link as held
    anti join gone on gone.object_id = held.object_id and gone.stream = 'issue_link'
    group by held.issue_id
),

joined as (
    select
        issue.issue_id,
        issue.issue_key,
        issue.project_id,
        coalesce(project.project_key, regexp_extract(issue.issue_key, '^(.*)-[0-9]+$', 1))  as project_key,
        issue.issue_type_id,
        issue.issue_type,
        issue.is_subtask,
        issue.hierarchy_level,
        issue.status_id,
        issue.status,
        times.current_category                                         as status_category,
        times.status_since,
        issue.priority_id,
        issue.priority,
        issue.resolution_id,
        issue.resolution,
        issue.security_level_id,

        ---------- texts
        issue.summary,
        issue.body_adf,
        issue.body_wiki,
        coalesce(plain_text(issue.body_adf), issue.body_wiki)                as body_text,
        coalesce(plain_text(issue.environment_adf), issue.environment_wiki)  as environment_text,

        ---------- people
        issue.creator_id,
        issue.reporter_id,
        issue.assignee_id,

        ---------- times
        issue.created_at,
        issue.updated_at,
        issue.due_on,
        issue.resolved_at,
        times.first_in_progress_at,
        case
            when times.current_category = 'done' then coalesce(times.entered_done_at, issue.resolved_at)
        end                                                            as done_at,
        (epoch_us(done_at) - epoch_us(issue.created_at)) // 1000000    as lead_seconds,
        (epoch_us(done_at) - epoch_us(times.first_in_progress_at)) // 1000000  as cycle_seconds,
        times.seconds_in_status,

        ---------- what is around it
        issue.parent_id,
        issue.parent_key,
        issue.subtask_count,
        coalesce(commented.comments, 0)                                as comment_count,
        coalesce(linked.links, 0)                                      as link_count,
        coalesce(
            case when json_valid(issue.labels) then list_sort(from_json(issue.labels, '["varchar"]')) end, []
        )                                                              as labels,
        coalesce(string_split(issue.component_ids, ' '), [])           as component_ids,
        coalesce(string_split(issue.fix_version_ids, ' '), [])         as fix_version_ids,
        coalesce(string_split(issue.affected_version_ids, ' '), [])    as affected_version_ids,
        coalesce(string_split(issue.sprint_ids, ' '), [])              as sprint_ids,
        issue.vote_count,
        issue.watcher_count,
        issue.original_estimate_seconds,
        issue.remaining_estimate_seconds,
        issue.time_spent_seconds,
        site.address || '/browse/' || issue.issue_key                  as web_url
    from live_issue as issue
    cross join site
    left join jira.project as project on project.project_id = issue.project_id
    inner join status_time as times on times.issue_id = issue.issue_id
    left join commented on commented.issue_id = issue.issue_id
    left join linked on linked.issue_id = issue.issue_id
)

select * from joined
