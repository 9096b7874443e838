-- One row per object that was held and is gone, itself or with what it belonged to: why, and on what evidence.
--
-- grain     object_id, stream
-- required  reason, evidence, seen_at
-- numbers   5
-- column    1  object_id  key    What identifies the object in its dataset.
-- column    2  stream     plain  The stream that it belonged to, as issue or comment.
-- column    3  reason     plain  purged: the site no longer has it; no_access: it has it and does not show it to this account; out_of_scope: the settings exclude it; trashed: it is in the bin.
-- column    4  evidence   plain  What shows that it is gone.
-- column    5  seen_at    time   The site's time of the response that shows it, UTC.
-- check     reason in ('purged', 'no_access', 'out_of_scope', 'trashed')
with

deleted as (
    select stream, object_id, reason, evidence, seen_at
    from sync.deletion
    where state = 'deleted'
),

-- What was listed for an object goes with it, and what was listed for that.
gone as (
    with recursive below as (
        select stream, object_id, reason, evidence, seen_at from deleted

        union all

        select
            object.stream,
            object.object_id,
            below.reason,
            'with its ' || below.stream || ': ' || below.evidence as evidence,
            below.seen_at
        from below
        inner join sync.object as object
            on object.container_stream = below.stream and object.container_id = below.object_id
        anti join deleted as itself on itself.stream = object.stream and itself.object_id = object.object_id
    )

    select object_id, stream, reason, evidence, seen_at from below
)

select * from gone
