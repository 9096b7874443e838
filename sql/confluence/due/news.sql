-- One row per object that a page of a listing has just shown (in sighted) and that is not held like that.
select sighted.object_id
from sighted
left join held on held.stream = sighted.stream and held.object_id = sighted.object_id
where
    case
        when sighted.status in ('trashed', 'deleted') then held.object_id is not null and held.reason is null
        when held.object_id is null or held.reason is not null then true
        when sighted.object_hash is not null then held.object_hash <> sighted.object_hash
        else
            held.version_number is distinct from sighted.version_number
            or held.version_at is distinct from sighted.version_at
            or held.parent_id is distinct from sighted.parent_id
            or held.status is distinct from sighted.status
            -- Nothing follows where the listing does not tell.
            or coalesce(held.above_id, '') <> sighted.above_id
    end
