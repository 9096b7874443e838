-- One row per request that a landed response may be the answer of: of the same walk, and as many bytes; of a walk over several
-- parents those that name the response's own, where some do.
with

answered as (
    select
        request.*,
        response.scope <> ''
            and list_contains(string_split(split_part(request.target, '?', 1), '/'), response.scope) as names_scope
    from sync.request as request
    inner join land.response as response on response.walk_id = request.walk_id and response.bytes = request.bytes
    where response.seq = $seq and request.cause is null
)

select run_id, walk_id, started_at, attempt, status, millis, target
from answered
where names_scope or not (select bool_or(names_scope) from answered)
order by started_at
