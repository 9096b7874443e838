-- One row where the last census showed an object that is not held outside of what the settings ask for.
select setting, scope_id, container_id, version_number, version_at, answered_at, walk_id
from sync.unwanted
where stream = $stream and object_id = $id
