-- One row per container that no listing has shown although something is held that lies in it. Where only some scopes are
-- asked for, such containers lie in the others, and where containers are selected, they are not.
select distinct held.container_stream as stream, held.container_id as object_id
from held
inner join facet on facet.stream = held.container_stream and facet.is_wanted
cross join setting
where
    held.container_id is not null
    and held.reason is null
    and not setting.has_named_scopes
    and setting.selected_by[held.container_stream] is null
    and not exists (
        select 1 from held as above where above.stream = held.container_stream and above.object_id = held.container_id
    )
    and (held.container_stream, held.container_id) not in (select (stream, object_id) from sync.unwanted)
    and (held.container_stream, held.container_id) not in (
        select (stream, object_id) from sync.deletion where state = 'deleted'
    )
    and (held.container_stream, held.container_id) not in (
        select (stream, object) from sync.quarantine where kind = 'object' and state <> 'resolved'
    )
