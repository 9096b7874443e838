-- One row per stream: objects that are held and that the last complete listing of their space, or of the spaces, did
-- not show. They may be moved, trashed, purged or hidden; they stay published.
with

listed as (
    select stream.stream, stream.scope, page.seq
    from sync.stream as stream
    inner join land.page as page on page.walk_id = stream.walk_id
),

visible as (
    select space.space_id
    from confluence.space as space
    inner join listed on listed.seq = space.landed_seq
    where listed.stream = 'space'
),

held as (
    select
        held.content_type as stream,
        held.page_id,
        held.space_id,
        held.landed_seq
    from confluence.page as held
    inner join sync.stream as stream on stream.stream = held.content_type and stream.scope = held.space_id
)

select held.stream, count(*) as objects
from held
left join listed on listed.seq = held.landed_seq
left join visible on visible.space_id = held.space_id
where listed.seq is null or visible.space_id is null
group by held.stream
order by held.stream
