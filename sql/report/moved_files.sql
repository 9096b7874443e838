-- One row: how many stored files have addresses on record that are not in the store which the settings name.
select count(distinct upload.uri) as files
from sync.upload as upload
cross join sync.identity as identity
where upload.state = 'stored' and not starts_with(upload.uri, identity.store_root)
