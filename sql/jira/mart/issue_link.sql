-- One row per issue that exists and link that leads from it or to it: each link stands in both of its issues.
--
-- needs     issue_link
-- shares    gone, live_issue
-- grain     object_id
-- each      object_id via jira.issue_link.object_id
-- look      jira.issue.issue_id through jira.issue_link.issue_id
-- look      sync.deletion.object_id through jira.issue_link.object_id
-- look      sync.deletion.object_id through jira.issue_link.issue_id
-- required  link_id, issue_id
-- numbers   8
-- column    1  object_id        key    The issue's id and the link's.
-- column    2  link_id          key    The link's id, unique on its site.
-- column    3  issue_id         key    The issue that it stands in: a row of issue.
-- column    4  direction        plain  outward where it leads from that issue to the other one, inward where it leads from that one here.
-- column    5  link_type_id     key    The id of its type: a row of link_type.
-- column    6  link_type        text   The name of its type, redacted.
-- column    7  other_issue_id   key    The other issue; where that is read, a row of issue.
-- column    8  other_issue_key  key    The key of that.
with

joined as (
    select
        held.object_id,
        held.link_id,
        held.issue_id,
        held.direction,
        held.link_type_id,
        held.link_type,
        held.other_issue_id,
        held.other_issue_key
    from jira.issue_link as held
    anti join gone on gone.object_id = held.object_id and gone.stream = 'issue_link'
    semi join live_issue on live_issue.issue_id = held.issue_id
)

select * from joined
