-- One row per deletion in force that a later answer contradicts: the object is there again, perhaps as a page that was made
-- a blog post, which keeps its id.
select deletion.deletion_id, deletion.stream, deletion.object_id
from sync.deletion as deletion
inner join held
    on held.object_id = deletion.object_id
    and (held.stream = deletion.stream or (held.stream in ('page', 'blogpost') and deletion.stream in ('page', 'blogpost')))
where
    deletion.state = 'deleted'
    and held.status in ('current', 'archived')
    and held.landed_seq > deletion.after_seq
