-- One row per dataset, stream that feeds it, and scope: complete to when, last checked when, how much is open and how much was
-- accepted, the outcome (complete, complete except N acknowledged gaps, or incomplete), and what completeness rests on: the search
-- index, or null where the records of the site are listed themselves. The row without a scope is the whole stream. What was never proven to its end has no complete_to, and neither has a dataset that is held back.
with

gap as (
    select connection, stream, scope, state from sync.quarantine where state <> 'resolved' and scope <> ''
    union all
    -- Whatever is open in a stream is open in the whole of it.
    select connection, stream, '' as scope, state from sync.quarantine where state <> 'resolved'
),

unread as (
    select
        connection,
        stream,
        scope,
        count(*) filter (where state = 'open')          as open,
        count(*) filter (where state = 'acknowledged')  as accepted
    from gap
    group by connection, stream, scope
),

history as (
    select connection, stream, unnest(['', scope_id]) as scope
    from sync.chunk
    where state in ('due', 'running', 'failed')
),

-- Deletions that wait for consent since the last run that came to its end.
refused as (
    select connection, unnest(from_json(refused_deletions, '["json"]')) ->> 'stream' as stream
    from sync.run
    where outcome is not null
    qualify row_number() over (partition by connection order by run_id desc) = 1
),

wanted as (
    select connection, stream, scope from sync.complete
    union
    select connection, stream, scope from unread
    union
    select connection, stream, scope from history
),

looked as (
    select connection, stream, scope, max(first_answered_at) as looked_at
    from sync.walk
    where state = 'ended'
    group by connection, stream, scope
),

together as (
    select
        wanted.connection,
        wanted.stream,
        wanted.scope,
        complete.complete_to,
        complete.complete_by,
        looked.looked_at,
        coalesce(unread.open, 0)      as open,
        coalesce(unread.accepted, 0)  as accepted
    from wanted
    left join sync.complete as complete
        on complete.connection = wanted.connection
        and complete.stream = wanted.stream and complete.scope = wanted.scope
    left join looked
        on looked.connection = wanted.connection
        and looked.stream = wanted.stream and looked.scope = wanted.scope
    left join unread
        on unread.connection = wanted.connection
        and unread.stream = wanted.stream and unread.scope = wanted.scope
)

select
    dataset.connection,
    dataset.dataset,
    together.stream,
    nullif(together.scope, '')                                          as scope_id,
    case when dataset.state = 'published' then together.complete_to end  as complete_to,
    greatest(together.looked_at, together.complete_to)                  as looked_at,
    together.open,
    together.accepted,
    case
        when dataset.state <> 'published' or together.open > 0 then 'incomplete'
        when (dataset.connection, together.stream) in (select (connection, stream) from refused) then 'incomplete'
        when together.accepted = 1 then 'complete except 1 acknowledged gap'
        when together.accepted > 1 then 'complete except ' || together.accepted || ' acknowledged gaps'
        when together.complete_to is null then 'incomplete'
        else 'complete'
    end                                                                 as outcome,
    dataset.state,
    together.complete_by
from main.dataset as dataset
inner join together
    on together.connection = dataset.connection
    -- A generation of an older program does not say what feeds it.
    and coalesce(list_contains(dataset.streams, together.stream), true)
order by dataset.connection, dataset.dataset, together.stream, together.scope
