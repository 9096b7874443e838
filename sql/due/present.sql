-- One row per file of an object that is there, as is what the object lies in: which version, and what was announced of it.
with

here as (
    select stream, object_id, container_id, version_number, version_at
    from held
    where standing = 'here' and reason is null
),

-- What an object may lie in.
container as (
    select here.object_id
    from here
    where here.stream in (select unnest(containers) from facet)
)

select
    here.stream,
    here.object_id,
    here.container_id,
    here.version_number,
    here.version_at,
    file.media_type,
    file.size_bytes
from here
inner join facet on facet.stream = here.stream and facet.has_files
inner join file on file.stream = here.stream and file.object_id = here.object_id
where
    here.version_number is not null
    and (len(facet.containers) = 0 or here.container_id in (select object_id from container))
