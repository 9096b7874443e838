-- One row per file of an object that is there, as is what the object lies in: which version, what was announced of it, and
-- whether what it is attached to is held, where that is asked for.
with

here as (
    select stream, object_id, container_id, version_at
    from held
    where standing = 'here' and reason is null
),

-- What an object may lie in.
container as (
    select here.object_id
    from here
    where here.stream in (select unnest(containers) from facet)
),

-- What a file may be attached to that lies in no container.
record as (
    select distinct here.object_id
    from here
    where here.stream in (select unnest(files_within) from facet)
)

select
    here.stream,
    here.object_id,
    file.container_id,
    file.version_number,
    here.version_at,
    file.media_type,
    file.size_bytes,
    len(facet.files_within) = 0 or record.object_id is not null as is_within
from here
inner join facet on facet.stream = here.stream and facet.has_files
inner join file on file.stream = here.stream and file.object_id = here.object_id
left join record on record.object_id = file.container_id
where
    file.version_number is not null
    and (len(facet.containers) = 0 or here.container_id in (select object_id from container))
