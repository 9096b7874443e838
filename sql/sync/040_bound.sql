-- When every response had been bound to its place: what is not from then on was not landed here.
alter table sync.identity add column bound_at timestamp;
