-- Which lake of a lost database this one goes on with.

-- The id of that database: its generations are followed by those of this one. Null where there is none.
alter table sync.identity add column adopted_from varchar;
