-- One row per time that somebody worked on an issue that exists.
--
-- needs     worklog
-- rows      worklog
-- shares    gone, live_issue
-- grain     worklog_id
-- each      worklog_id via jira.worklog.worklog_id
-- look      jira.issue.issue_id through jira.worklog.issue_id
-- look      sync.deletion.object_id through jira.worklog.worklog_id
-- look      sync.deletion.object_id through jira.worklog.issue_id
-- required  issue_id, started_at
-- numbers   14
-- column    1   worklog_id          key     The worklog's id, unique on its site.
-- column    2   issue_id            key     The issue that was worked on: a row of issue.
-- column    3   author_id           person  Who worked on it: a pseudonym.
-- column    4   updated_by          person  Who changed the worklog last: a pseudonym.
-- column    5   started_at          time    When the work began, UTC.
-- column    6   time_spent_seconds  plain   How long that took, in seconds.
-- column    7   created_at          time    When the worklog was written, UTC; null where the site does not tell.
-- column    8   updated_at          time    When it was changed last, UTC.
-- column    9   visible_to          plain   Who alone sees it: role, group or other; null where everybody does who sees the issue.
-- column    10  visible_to_id       key     The id of that role or group; null on Data Center.
-- column    11  visible_to_name     text    The name of that role or group, redacted.
-- column    12  comment_adf         adf     What is said about it as Atlassian Document Format, redacted; null on Data Center.
-- column    13  comment_wiki        text    What is said about it as wiki text, redacted; null on Cloud.
-- column    14  comment_text        body    The same as plain text; on Data Center as wiki text.
with

joined as (
    select
        held.worklog_id,
        held.issue_id,
        held.author_id,
        held.updated_by,
        held.started_at,
        held.time_spent_seconds,
        held.created_at,
        held.updated_at,
        held.visible_to,
        held.visible_to_id,
        held.visible_to_name,
        held.comment_adf,
        held.comment_wiki,
        coalesce(plain_text(held.comment_adf), held.comment_wiki)  as comment_text
    from jira.worklog as held
    anti join gone on gone.object_id = held.worklog_id and gone.stream = 'worklog'
    semi join live_issue on live_issue.issue_id = held.issue_id
)

select * from joined
