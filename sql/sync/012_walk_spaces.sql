-- Which spaces a walk over the site is restricted to.

-- Their ids in order, with commas between them; empty for the whole site. Null in walks of an older program.
alter table sync.walk add column spaces varchar;
