-- One row per record that was held and is gone: why, and on what evidence.
--
-- grain     object_id, stream
-- required  reason, evidence, seen_at
-- numbers   5
-- column    1  object_id  key    The sys_id of the record.
-- column    2  stream     plain  The dataset that it belonged to.
-- column    3  reason     plain  purged: the instance no longer shows or counts it; no_access: counted, but not shown to this account; out_of_scope: the settings exclude it.
-- column    4  evidence   plain  What shows that it is gone.
-- column    5  seen_at    time   The instance's time of the response that shows it, UTC.
-- check     reason in ('purged', 'no_access', 'out_of_scope')
with

deleted as (
    select object_id, stream, reason, evidence, seen_at
    from sync.deletion
    where state = 'deleted'
)

select * from deleted
