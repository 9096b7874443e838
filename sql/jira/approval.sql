-- One row per approval that a request asks for, as last seen.
--
-- needs   approval
-- grain   object_id
-- newest  landed_seq
-- stream  approval
-- named   object_id
-- field   id varchar, name varchar, "finalDecision" varchar, "createdDate" struct("epochMillis" bigint)
-- field   "completedDate" struct("epochMillis" bigint), approvers struct("approverDecision" varchar)[]
-- column  object_id       key    The request's id and the approval's.
-- column  approval_id     key    The approval's id.
-- column  issue_id        key    The request's issue.
-- column  name            text   What is asked, redacted.
-- column  decision        plain  approved, declined, pending or other.
-- column  approver_count  plain  How many people are asked.
-- column  approved_count  plain  How many of them approved.
-- column  declined_count  plain  How many of them declined.
-- column  created_at      time   When it was asked, UTC.
-- column  completed_at    time   When it was decided, UTC; null while it is not.
-- shown   container  issue_id
-- shown   container_stream  'request'
with

source as (
    select
        ---------- keys
        object_id,
        id              as approval_id,
        scope           as issue_id,

        ---------- texts
        redact(name)    as name,

        ---------- state
        case
            when "finalDecision" in ('approved', 'declined', 'pending') then "finalDecision"
            when "finalDecision" is not null then 'other'
        end             as decision,
        len(approvers)  as approver_count,
        len(list_filter(approvers, lambda one: one."approverDecision" = 'approved'))  as approved_count,
        len(list_filter(approvers, lambda one: one."approverDecision" = 'declined'))  as declined_count,

        ---------- times
        make_timestamp("createdDate"."epochMillis" * 1000)  as created_at,
        make_timestamp("completedDate"."epochMillis" * 1000)  as completed_at,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
