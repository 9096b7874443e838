-- One row per dataset of the newest published generation.
with

newest as (
    select max(generation) as generation from sync.export where state = 'published'
),

counted as (
    select file.dataset, count(*) as files, sum(file.row_count) as row_count, sum(file.bytes) as bytes
    from sync.export_file as file
    inner join newest on newest.generation = file.generation
    group by file.dataset
)

select
    dataset.generation,
    dataset.dataset,
    dataset.state,
    dataset.from_generation,
    dataset.cause,
    coalesce(counted.row_count, 0) as row_count,
    coalesce(counted.files, 0)     as files,
    coalesce(counted.bytes, 0)     as bytes
from sync.export_dataset as dataset
inner join newest on newest.generation = dataset.generation
left join counted on counted.dataset = dataset.dataset
order by dataset.dataset
