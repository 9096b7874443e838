-- One row per object in which the store and the record of uploads differ.
-- The temporary table found_object holds what the store lists: uri and bytes; $root is what its addresses begin with.
with

recorded as (
    select uri, max(bytes) as bytes
    from sync.upload
    where state = 'stored'
    group by uri
)

select
    case
        when found.uri is null and not starts_with(recorded.uri, $root) then 'elsewhere'
        when found.uri is null then 'missing'
        when recorded.uri is null then 'unknown'
        else 'resized'
    end                               as finding,
    coalesce(recorded.uri, found.uri) as uri,
    recorded.bytes                    as recorded_bytes,
    found.bytes                       as found_bytes
from recorded
full join found_object as found on found.uri = recorded.uri
where found.bytes is distinct from recorded.bytes or found.uri is null or recorded.uri is null
order by finding, uri
