-- One row per object that a page of a listing has just shown (in sighted) and that is not held like that, nor known as
-- unwanted like that.
select sighted.object_id
from sighted
inner join facet on facet.stream = sighted.stream
left join held on held.stream = sighted.stream and held.object_id = sighted.object_id
left join sync.unwanted as unwanted
    on unwanted.stream = sighted.stream
    and unwanted.object_id = sighted.object_id
    and unwanted.scope_id is not distinct from sighted.scope_id
    and unwanted.container_id is not distinct from sighted.container_id
    and unwanted.version_at is not distinct from sighted.version_at
    -- What was not asked for or in the bin is news as soon as it is neither.
    and (unwanted.setting <> 'status' or list_contains(facet.unasked || facet.binned, sighted.status))
where
    case
        -- A draft or an old version says nothing of the object whose id it has.
        when list_contains(facet.unasked, sighted.status) then held.object_id is null and unwanted.object_id is null
        when list_contains(facet.binned, sighted.status) then held.object_id is not null and held.reason is null
        when held.object_id is null then unwanted.object_id is null
        when held.reason is not null then true
        when sighted.object_hash is not null then held.object_hash <> sighted.object_hash
        when facet.lists_ids and sighted.version_at is null then false
        else
            coalesce(held.version_number <> sighted.version_number, false)
            or held.version_at is distinct from sighted.version_at
            or held.scope_id is distinct from sighted.scope_id
            or held.container_id is distinct from sighted.container_id
            or held.status is distinct from sighted.status
            -- Nothing follows where the listing does not tell.
            or coalesce(held.above_id, '') <> sighted.above_id
    end
