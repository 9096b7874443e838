-- One row per request that a landed page may be the answer of: of the same walk, and as many bytes.
select request.run_id, request.walk_id, request.started_at, request.attempt, request.status, request.millis, request.target
from sync.request as request
inner join land.page as page on page.walk_id = request.walk_id and page.bytes = request.bytes
where page.seq = $seq and request.cause is null
order by request.started_at
