-- What a purge leaves on record, since when a gap is accepted, and which ones nobody can accept.

-- The purge that the run published for: it read nothing of the source. Null in the run of a sync.
alter table sync.run add column purge_id bigint;

-- Objects and responses that a purge could not search.
alter table sync.purge add column unsearched bigint default 0;

-- When it was acknowledged; null where nobody did, and where an older program put it on record.
alter table sync.quarantine add column acknowledged_at timestamp;

-- These need a repair: nobody can accept them.
update sync.quarantine set can_be_accepted = false where kind in ('account', 'column', 'dataset');
