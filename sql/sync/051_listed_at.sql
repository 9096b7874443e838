-- When the children of each object were listed, by the clock of this machine, by which it is known when they are due again.
alter table sync.children add column listed_at timestamp;
update sync.children set listed_at = complete_to;
