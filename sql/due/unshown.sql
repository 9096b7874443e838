-- One row per id by which settings name an object that is not held.
--
-- $ids      the ids, as a list in JSON
-- $streams  the streams that they may be of, as a list in JSON
with

named as (
    select unnest(from_json($ids, '["varchar"]')) as object_id
)

select object_id
from named
where object_id not in (
    select object_id from held
    where reason is null and list_contains(from_json($streams, '["varchar"]'), stream)
)
order by object_id
