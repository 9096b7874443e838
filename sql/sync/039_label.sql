-- What a site calls the fields of its streams where it shows them, where it describes them: the label of their values.

-- Null where the site says nothing, or says no other name than that of the member.
alter table sync.field add column label varchar;
