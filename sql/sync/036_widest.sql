-- How wide the objects of a relation are, for the memory that its rows take.

-- Bytes of an object, on average of those staged at once in which that was most; null where nothing was staged since this is kept.
alter table sync.relation add column widest bigint;
