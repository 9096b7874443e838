-- One row per comment on an issue that exists.
--
-- needs     comment
-- rows      comment
-- shares    gone, live_issue
-- grain     comment_id
-- each      comment_id via jira.comment.comment_id
-- look      jira.issue.issue_id through jira.comment.issue_id
-- look      sync.deletion.object_id through jira.comment.comment_id
-- look      sync.deletion.object_id through jira.comment.issue_id
-- required  issue_id, created_at
-- numbers   13
-- column    1   comment_id       key     The comment's id, unique on its site.
-- column    2   issue_id         key     The issue that it is on: a row of issue.
-- column    3   author_id        person  Who wrote it: a pseudonym.
-- column    4   updated_by       person  Who changed it last: a pseudonym.
-- column    5   created_at       time    When it was written, UTC.
-- column    6   updated_at       time    When it was changed last, UTC.
-- column    7   is_public        plain   Whether customers of a service desk see it; null where the site does not tell.
-- column    8   visible_to       plain   Who alone sees it: role, group or other; null where everybody does who sees the issue.
-- column    9   visible_to_id    key     The id of that role or group; null on Data Center.
-- column    10  visible_to_name  text    The name of that role or group, redacted.
-- column    11  body_adf         adf     Its text as Atlassian Document Format, redacted; null on Data Center.
-- column    12  body_wiki        text    Its text as wiki text, redacted; null on Cloud.
-- column    13  body_text        body    The redacted text as plain text; on Data Center as wiki text.
with

joined as (
    select
        held.comment_id,
        held.issue_id,
        held.author_id,
        held.updated_by,
        held.created_at,
        held.updated_at,
        held.is_public,
        held.visible_to,
        held.visible_to_id,
        held.visible_to_name,
        held.body_adf,
        held.body_wiki,
        coalesce(plain_text(held.body_adf), held.body_wiki)  as body_text
    from jira.comment as held
    anti join gone on gone.object_id = held.comment_id and gone.stream = 'comment'
    semi join live_issue on live_issue.issue_id = held.issue_id
)

select * from joined
