-- One row per page or blog post that no listing has shown although an attachment of it is held. Where only some spaces are
-- asked for, such pages lie in the others.
select distinct attached.parent_stream as stream, attached.parent_id as object_id
from held as attached
cross join setting
where
    attached.stream = 'attachment'
    and attached.reason is null
    and len(setting.space_keys) = 0
    and list_contains(setting.content_types, attached.parent_stream)
    and not exists (
        select 1 from held where held.stream = attached.parent_stream and held.object_id = attached.parent_id
    )
    and (attached.parent_stream, attached.parent_id) not in (select (stream, object_id) from sync.unwanted)
    and (attached.parent_stream, attached.parent_id) not in (
        select (stream, object_id) from sync.deletion where state = 'deleted'
    )
    and (attached.parent_stream, attached.parent_id) not in (
        select (stream, object) from sync.quarantine where kind = 'object' and state <> 'resolved'
    )
