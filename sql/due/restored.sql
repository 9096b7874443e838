-- One row per deletion that a later answer takes back: the object is there again, and in scope.
select returned.deletion_id, returned.stream, returned.object_id
from returned
inner join facet on facet.stream = returned.stream
where
    (returned.stream, returned.object_id) not in (select (stream, object_id) from outside)
    -- Under a key that nobody has accepted so far nothing comes back.
    and returned.stream not in (
        select dataset from sync.schema_change where kind = 'key' and state = 'held'
    )
    -- A listing may have shown a scope beside others while the settings left it out.
    and (not facet.is_scope or returned.object_id in (select scope_id from scope))
