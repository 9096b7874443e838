-- Where the store of attachments is, so that files on record elsewhere are noticed.

-- What the addresses in the store that the settings name begin with; null where no sync stored attachments.
alter table sync.identity add column store_root varchar;
