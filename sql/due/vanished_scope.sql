-- One row per scope that is held as if it existed, that the last complete listing of scopes lacks, and in which nothing is there any
-- more.
select held.object_id
from held
inner join facet on facet.stream = held.stream and facet.is_scope
where
    held.reason is null
    and held.object_id not in (select scope_id from listed_scope)
    -- What waits for consent, or could not be asked for, keeps its scope.
    and held.object_id not in (select scope_id from held where reason is null and scope_id is not null)
order by held.object_id
