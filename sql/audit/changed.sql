-- What did the last generation change?
-- One row per dataset: its rows and files before and after. A file keeps its name as long as its rows stay the same.
with

numbered as (
    select generation, row_number() over (order by generation desc) as place
    from sync.export
    where state in ('published', 'retired')
),

after as (
    select file.* from sync.export_file as file
    inner join numbered on numbered.generation = file.generation
    where numbered.place = 1
),

before as (
    select file.* from sync.export_file as file
    inner join numbered on numbered.generation = file.generation
    where numbered.place = 2
),

paired as (
    select
        coalesce(after.dataset, before.dataset) as dataset,
        after.file as file_after,
        before.file as file_before,
        after.row_count as rows_after,
        before.row_count as rows_before,
        case when before.file is null then after.bytes end as bytes_written
    from after
    full outer join before on before.dataset = after.dataset and before.file = after.file
)

select
    (select generation from numbered where place = 1)                      as generation,
    (select generation from numbered where place = 2)                      as former_generation,
    dataset,
    coalesce(sum(rows_before), 0)                                          as rows_before,
    coalesce(sum(rows_after), 0)                                           as rows_after,
    count(*) filter (where file_before is null)                            as files_written,
    count(*) filter (where file_before is not null and file_after is not null) as files_kept,
    count(*) filter (where file_after is null)                             as files_dropped,
    coalesce(sum(bytes_written), 0)                                        as bytes_written
from paired
group by dataset
order by dataset
