-- What stands above an object in the tree of its space: moved below another page it keeps its version.

-- The object above it, empty at the top; null where the listing does not tell, and in sightings of an older program.
alter table land.sighting add column above_id varchar;
