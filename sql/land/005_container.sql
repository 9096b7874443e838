-- Where an object is: in a scope, and perhaps in a container.

-- The scope that the object is in. A sighting of an older program holds the container here as well.
alter table land.sighting rename column parent_id to scope_id;
-- The object that it goes with.
alter table land.sighting add column container_id varchar;
update land.sighting set container_id = scope_id;
