-- Is each dataset complete, and to when?
-- One row per stream and scope, with its open gaps and the datasets held back; complete_to is empty if nothing has been
-- proven to its end so far.
with

newest as (
    select max(generation) as generation from sync.export where state = 'published'
),

held as (
    select string_agg(dataset.dataset || ': ' || dataset.cause, '; ' order by dataset.dataset) as held_datasets
    from sync.export_dataset as dataset
    inner join newest on newest.generation = dataset.generation
    where dataset.state = 'held'
),

looked as (
    select stream, scope, max(first_answered_at) as looked_at
    from sync.walk
    where state = 'ended'
    group by stream, scope
),

-- What was never proven is there as well: what could not be read, and history that is still due.
wanted as (
    select stream, scope from sync.complete
    union
    select stream, scope from sync.quarantine where state <> 'resolved'
    union
    select stream, scope_id as scope from sync.chunk where state in ('due', 'running', 'failed')
),

unread as (
    select stream, scope, count(*) filter (where state = 'open') as open, count(*) as not_read
    from sync.quarantine
    where state <> 'resolved'
    group by stream, scope
)

select
    wanted.stream,
    wanted.scope,
    complete.complete_to,
    looked.looked_at,
    coalesce(unread.open, 0) as open,
    coalesce(unread.not_read, 0) - coalesce(unread.open, 0) as accepted,
    held.held_datasets
from wanted
cross join held
left join sync.complete as complete on complete.stream = wanted.stream and complete.scope = wanted.scope
left join looked on looked.stream = wanted.stream and looked.scope = wanted.scope
left join unread on unread.stream = wanted.stream and unread.scope = wanted.scope
order by wanted.stream, wanted.scope
