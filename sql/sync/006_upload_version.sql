-- Which version of an attachment an attempt is about: a version that is taken back leaves its number to the next one.

-- When the version was made, as the site says it; null where it does not, and for attempts of an older program,
-- whose versions are stored again under the same keys.
alter table sync.upload add column version_created_at timestamp;
