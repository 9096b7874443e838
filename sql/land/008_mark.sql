-- What a listing shows of an object that changes without a new version.

-- A keyed hash of it; null where the listing does not tell.
alter table land.sighting add column mark varchar;
