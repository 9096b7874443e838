-- One row per deletion that a later answer takes back: the object is there again, and in scope.
select deletion.deletion_id, deletion.stream, deletion.object_id
from sync.deletion as deletion
inner join held on held.stream = deletion.stream and held.object_id = deletion.object_id
where
    deletion.state = 'deleted'
    and held.status in ('current', 'archived')
    and held.landed_seq > deletion.after_seq
    and held.answered_at >= deletion.seen_at
    and (deletion.stream, deletion.object_id) not in (select (stream, object_id) from outside)
