-- One row per landed response that holds the newest version of nothing, was staged, and was answered before a time.
-- What is needed and how far each stream is staged stand in two temporary tables.
select
    response.seq,
    response.sealed_file,
    coalesce(octet_length(response.sealed), 0) as bytes
from land.response as response
inner join staged_stream as staged on staged.stream = response.stream
anti join needed_response as needed on needed.seq = response.seq
where response.answered_at < $cutoff and response.seq <= staged.staged_to
order by response.seq
