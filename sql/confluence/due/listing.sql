-- One row per listing that is due: each configured stream in each space that the last listing of spaces showed.
--
-- $streams  the configured streams, separated by commas
-- $walk     the walk over the spaces
select
    stream.name     as stream,
    space.space_id  as scope
from confluence.space as space
inner join land.page as page on page.seq = space.landed_seq and page.walk_id = $walk
cross join (select unnest(string_split($streams, ',')) as name) as stream
order by space.space_id, stream.name
