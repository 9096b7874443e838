-- One row per record that was held and is gone, itself or with its parent: why, and on what evidence.
--
-- grain     object_id, stream
-- required  reason, evidence, seen_at
-- numbers   5
-- column    1  object_id  key    What identifies the record in its dataset.
-- column    2  stream     plain  The dataset that it belonged to.
-- column    3  reason     plain  purged: the source no longer has it; no_access: it has it and does not show it to this account; out_of_scope: the settings exclude it.
-- column    4  evidence   plain  What shows that it is gone.
-- column    5  seen_at    time   The source's time of the response that shows it, UTC.
-- check     reason in ('purged', 'no_access', 'out_of_scope')
with

deleted as (
    select stream, object_id, reason, evidence, seen_at
    from sync.deletion
    where state = 'deleted'
),

-- What was listed for a record goes with it.
with_parent as (
    select
        object.stream,
        object.object_id,
        deleted.reason,
        'with its ' || deleted.stream || ': ' || deleted.evidence as evidence,
        deleted.seen_at
    from sync.object as object
    inner join deleted on deleted.stream = object.container_stream and deleted.object_id = object.container_id
    anti join deleted as itself on itself.stream = object.stream and itself.object_id = object.object_id
),

gone as (
    select object_id, stream, reason, evidence, seen_at from deleted
    union all
    select object_id, stream, reason, evidence, seen_at from with_parent
)

select * from gone
