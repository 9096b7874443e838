-- One row per record that was held and is gone: why, on what evidence, and into which record it was merged.
--
-- grain     object_id, stream
-- required  reason, evidence, seen_at
-- numbers   6
-- column    1  object_id    key    What identifies the record in its dataset.
-- column    2  stream       plain  The dataset that it belonged to.
-- column    3  reason       plain  trashed: it is in the recycle bin; purged: the org no longer has it; no_access: the org has it and does not show it to the Run-As user; out_of_scope: the settings exclude it.
-- column    4  evidence     plain  What shows that it is gone.
-- column    5  seen_at      time   The org's time of the response that shows it, UTC.
-- column    6  merged_into  key    The record that it was merged into, where it was.
-- check     reason in ('trashed', 'purged', 'no_access', 'out_of_scope')
with

deleted as (
    select stream, object_id, reason, evidence, seen_at
    from sync.deletion
    where state = 'deleted'
),

-- A record that was merged names the other one, which stands above it in the ledger.
gone as (
    select
        deleted.object_id,
        deleted.stream,
        deleted.reason,
        deleted.evidence,
        deleted.seen_at,
        object.above_id as merged_into
    from deleted
    left join sync.object as object
        on object.stream = deleted.stream and object.object_id = deleted.object_id
)

select * from gone
