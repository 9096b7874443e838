-- Who accepted what could not be read.

-- The account on this machine that acknowledged it last; null where nobody did.
alter table sync.quarantine add column acknowledged_by varchar;
