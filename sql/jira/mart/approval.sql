-- One row per approval that a request that exists asks for.
--
-- needs     approval
-- needs     request
-- shares    gone, live_issue, live_request
-- grain     object_id
-- each      object_id via jira.approval.object_id
-- look      jira.request.issue_id through jira.approval.issue_id
-- look      jira.issue.issue_id through jira.approval.issue_id
-- look      sync.deletion.object_id through jira.approval.object_id
-- look      sync.deletion.object_id through jira.approval.issue_id
-- required  issue_id
-- numbers   10
-- column    1   object_id       key    The request's id and the approval's.
-- column    2   approval_id     key    The approval's id.
-- column    3   issue_id        key    The request's issue: a row of request.
-- column    4   name            text   What is asked, redacted.
-- column    5   decision        plain  approved, declined, pending or other.
-- column    6   approver_count  plain  How many people are asked.
-- column    7   approved_count  plain  How many of them approved.
-- column    8   declined_count  plain  How many of them declined.
-- column    9   created_at      time   When it was asked, UTC.
-- column    10  completed_at    time   When it was decided, UTC; null while it is not.
with

joined as (
    select
        held.object_id,
        held.approval_id,
        held.issue_id,
        held.name,
        held.decision,
        held.approver_count,
        held.approved_count,
        held.declined_count,
        held.created_at,
        held.completed_at
    from jira.approval as held
    anti join gone on gone.object_id = held.object_id and gone.stream = 'approval'
    semi join live_request on live_request.issue_id = held.issue_id
)

select * from joined
