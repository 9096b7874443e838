-- One row per deletion in force that a later answer contradicts: the object is there again.
select deletion.deletion_id, deletion.stream, deletion.object_id
from sync.deletion as deletion
inner join held on held.stream = deletion.stream and held.object_id = deletion.object_id
where
    deletion.state = 'deleted'
    and held.status in ('current', 'archived')
    and held.landed_seq > deletion.after_seq
    and held.answered_at >= deletion.seen_at
