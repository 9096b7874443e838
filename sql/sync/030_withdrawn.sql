-- When everything that a less strict policy had published was withdrawn, with the catalogs and copies that show it; null while
-- that is to be done, and of a policy that is not stricter than the one before.
alter table sync.policy add column withdrawn_at timestamp;

update sync.policy set withdrawn_at = since where len(stricter) > 0;
