-- One row per dataset, stream that feeds it, and space: complete to when, and last looked at when.
-- A listing or a feed of the whole site has no space.
with

proven as (
    select connection, stream, scope, complete_to from sync.stream
    union all
    select connection, stream, scope, seen_at as complete_to from sync.watermark where kind = 'feed'
    union all
    select connection, stream, '' as scope, complete_to from sync.census
),

complete as (
    select connection, stream, scope, max(complete_to) as complete_to
    from proven
    group by connection, stream, scope
),

looked as (
    select connection, stream, scope, max(first_answered_at) as looked_at
    from sync.walk
    where state = 'ended'
    group by connection, stream, scope
),

site as (
    select connection, stream, complete_to from complete where scope = ''
),

-- What the feed of the whole site was followed to holds for each of its spaces.
together as (
    select
        complete.connection,
        complete.stream,
        complete.scope,
        greatest(complete.complete_to, site.complete_to) as complete_to,
        looked.looked_at
    from complete
    left join site on site.connection = complete.connection and site.stream = complete.stream
    left join looked
        on looked.connection = complete.connection
        and looked.stream = complete.stream
        and looked.scope = complete.scope
)

select
    dataset.connection,
    dataset.dataset,
    together.stream,
    nullif(together.scope, '')                               as space_id,
    together.complete_to,
    greatest(together.looked_at, together.complete_to)       as looked_at
from main.dataset as dataset
inner join together
    on together.connection = dataset.connection
    -- A generation of an older program does not say what feeds it.
    and coalesce(list_contains(dataset.streams, together.stream), true)
order by dataset.connection, dataset.dataset, together.stream, together.scope
