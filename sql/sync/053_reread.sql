-- What is held is read again after a time, whether or not a listing shows that it has changed.

-- Whether all that the listing shows is read again.
alter table sync.walk add column is_whole boolean;
-- When the last listing began after which all that it showed had been read since; by the clock of this machine.
alter table sync.census add column reread_at timestamp;
update sync.census set reread_at = settled_at;

-- Whether the listing showed the records of the site themselves, where others of its stream rest on less.
alter table sync.census add column has_witness boolean;
