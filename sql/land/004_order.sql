-- Which of two answers is later is told by the order in which they landed: the clocks of a site's servers may differ.

-- The newest page that had landed before the sighting: what lands later is the later word. Null in sightings of an older
-- program: before every page.
alter table land.sighting add column after_seq bigint;
