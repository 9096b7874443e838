-- Which gaps are what the account may not read, so that what only a default asks for can be left out.

alter table sync.quarantine add column is_forbidden boolean default false;
