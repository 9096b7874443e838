-- Is each dataset complete, and to when?
-- One row per stream and space, with what is open about it and the datasets held back; complete_to is empty where nothing
-- was proven to its end so far.
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
    select stream, scope from sync.stream
    union
    select stream, scope from sync.quarantine where state <> 'resolved'
    union
    select stream, space_id as scope from sync.chunk where state in ('due', 'running', 'failed')
),

listing as (
    select wanted.stream, wanted.scope, proven.complete_to
    from wanted
    left join sync.stream as proven on proven.stream = wanted.stream and proven.scope = wanted.scope
),

feed as (
    select stream, scope, max(seen_at) as seen_at from sync.watermark where kind = 'feed' group by stream, scope
),

unread as (
    select stream, scope, count(*) filter (where state = 'open') as open, count(*) as not_read
    from sync.quarantine
    where state <> 'resolved'
    group by stream, scope
)

select
    listing.stream,
    listing.scope,
    case
        -- A space that left the scope was followed until then.
        when listing.complete_to <= departed.complete_to then departed.complete_to
        when listing.complete_to is not null then greatest(listing.complete_to, feed.seen_at, site.seen_at)
    end as complete_to,
    looked.looked_at,
    coalesce(unread.open, 0) as open,
    coalesce(unread.not_read, 0) - coalesce(unread.open, 0) as accepted,
    held.held_datasets
from listing
cross join held
left join feed on feed.stream = listing.stream and feed.scope = listing.scope
left join feed as site on site.stream = listing.stream and site.scope = ''
left join sync.departed as departed on departed.stream = listing.stream and departed.space_id = listing.scope
left join looked on looked.stream = listing.stream and looked.scope = listing.scope
left join unread on unread.stream = listing.stream and unread.scope = listing.scope
order by listing.stream, listing.scope
