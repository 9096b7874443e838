-- One row per landed page that holds the newest version of nothing, was staged, and was answered before a time.
-- What is needed and how far each stream is staged stand in two temporary tables.
select
    page.seq,
    page.sealed_file,
    coalesce(octet_length(page.sealed), 0) as bytes
from land.page as page
inner join staged_stream as staged on staged.stream = page.stream
anti join needed_page as needed on needed.seq = page.seq
where page.answered_at < $cutoff and page.seq <= staged.staged_to
order by page.seq
