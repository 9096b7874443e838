-- One row: a record as it is held, whether it is published, and in which generation.
with

newest as (
    select max(generation) as generation from sync.export where state = 'published'
),

-- The newest generation, as far as it holds the dataset.
standing as (
    select dataset.generation
    from sync.export_dataset as dataset
    inner join newest on newest.generation = dataset.generation
    where dataset.dataset = $dataset
),

published as (
    select $grain from $mart where cast($grain as varchar) = $id
)

select
    held.answered_at,
    held.landed_seq,
    published.$grain is not null as is_published,
    (select generation from standing) as generation
from $relation as held
left join published on published.$grain = held.$grain
where cast(held.$grain as varchar) = $id
