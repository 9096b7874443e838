-- How the rows of a generation were made.

-- Key, policy and rule for attachments, as its manifest states them, as JSON; null in generations of an older program.
alter table sync.export add column making varchar;
