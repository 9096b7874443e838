-- One row per column of the stream `$stream` that nearly all held rows had when rows came with it last, and that no row of this
-- run has: many have lost it since, or all that there are, `$live`, came without it, `$came`. `$seen` says which columns no row of this run
-- has, and how many rows still do. New records that lack what others have are no loss.
with

seen as (select unnest(from_json($seen, '[{"path": "varchar", "filled": "bigint"}]'), max_depth := 2)),

newest as (
    select max(generation) as generation from sync.export where state = 'published'
)

select field.path, field.column_name, field.number, field.filled
from sync.field as field
inner join seen on seen.path = field.path
inner join sync.export_dataset as dataset on dataset.dataset = field.stream
inner join newest on newest.generation = dataset.generation
where field.stream = $stream
    and field.filled - seen.filled >= if($came >= $live, 1, 20)
    and field.filled >= 0.95 * field.held
    and not exists (
        select 1
        from sync.waiting_change as open
        where open.dataset = field.stream and open.field = field.path
    )
order by field.number
