-- One row per deletion in force that a later answer contradicts: the object is there again, perhaps in another stream of
-- its id space. A scope is there again as soon as the settings ask for it and its listing shows it, changed or not.
select deletion.deletion_id, deletion.stream, deletion.object_id
from sync.deletion as deletion
inner join facet on facet.stream = deletion.stream
inner join facet as other on other.id_space = facet.id_space
inner join held on held.object_id = deletion.object_id and held.stream = other.stream
where
    deletion.state = 'deleted'
    and held.standing = 'here'
    and (
        held.landed_seq > deletion.after_seq
        or (facet.is_scope and held.object_id in (select scope_id from scope))
    )
