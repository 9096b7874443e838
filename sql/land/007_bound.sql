-- A sealed response is bound to its place: connection, stream, scope, kind, number and length are authenticated with it.

-- Whether it is. Responses of earlier versions are bound when the database is opened first.
alter table land.response add column is_bound boolean default false;
