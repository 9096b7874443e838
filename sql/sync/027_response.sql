-- What an API answered is a response.

-- Landed responses that were held then.
alter table sync.rotation rename column pages to responses;
