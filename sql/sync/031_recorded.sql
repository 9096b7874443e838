-- What a purge leaves on record, since when a gap is accepted, and which ones nobody can accept.

-- Objects and responses that a purge could not search.
alter table sync.purge add column unsearched bigint default 0;

-- When it was acknowledged; null where nobody did, and where an older program put it on record.
alter table sync.quarantine add column acknowledged_at timestamp;

-- These need a repair: nobody can accept them.
update sync.quarantine set can_be_accepted = false where kind in ('account', 'column', 'dataset');
