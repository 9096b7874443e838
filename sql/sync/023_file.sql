-- Files of any stream: what was known as an attachment on its page is an object in its container.

alter table sync.upload rename column attachment_id to object_id;
alter table sync.upload rename column page_id to container_id;
-- The stream of the object; null in attempts of an older program until the next sync.
alter table sync.upload add column stream varchar;
-- What marts follow goes by the new name.
update sync.touched set column_name = 'object_id' where relation = 'sync.upload';
