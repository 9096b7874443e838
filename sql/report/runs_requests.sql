-- One row: what some runs asked for, how long they paused, and what they published.
--
-- $runs  their numbers, with commas between them
with

asked as (
    select
        count(*)                                   as requests,
        count(*) filter (where cause is not null)  as failed,
        coalesce(sum(bytes), 0)                    as bytes
    from sync.request
    where run_id in ($runs)
),

paused as (
    select coalesce(sum(millis), 0) as waited_ms
    from sync.wait
    where run_id in ($runs)
),

published as (
    select count(distinct export.generation) as generations, count(file.file) as files_written
    from sync.export as export
    left join sync.export_file as file
        on file.generation = export.generation
        and coalesce(file.written_in, file.generation) = export.generation
    where export.run_id in ($runs) and export.state in ('published', 'retired')
)

select asked.requests, asked.failed, asked.bytes, paused.waited_ms, published.generations, published.files_written
from asked
cross join paused
cross join published
