-- One row per file of an object that is there and could not be stored in its present version.
select present.stream, present.object_id, present.version_number
from present
inner join tried
    on tried.stream = present.stream
    and tried.object_id = present.object_id
    and tried.version_number = present.version_number
    and tried.version_created_at is not distinct from present.version_at
where tried.is_failed and not tried.is_stored
