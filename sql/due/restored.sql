-- One row per deletion that a later answer takes back: the object is there again, and in scope.
select deletion_id, stream, object_id
from returned
where (stream, object_id) not in (select (stream, object_id) from outside)
