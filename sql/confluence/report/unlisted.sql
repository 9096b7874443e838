-- One row per stream: objects that are held and that the last complete listing of their space did not show,
-- or whose space the last complete listing of spaces did not show.
-- They may be moved, trashed, purged or hidden; they stay published.
with

listed as (
    select page.seq
    from sync.stream as stream
    inner join land.page as page on page.walk_id = stream.walk_id
),

space as (
    select space.space_id, listed.seq is not null as is_listed
    from confluence.space as space
    left join listed on listed.seq = space.landed_seq
),

held as (
    select
        held.content_type as stream,
        coalesce(space.is_listed, true) and listed.seq is not null as is_listed
    from confluence.page as held
    inner join sync.stream as stream on stream.stream = held.content_type and stream.scope = held.space_id
    left join space on space.space_id = held.space_id
    left join listed on listed.seq = held.landed_seq
)

select stream, count(*) as objects
from held
where not is_listed
group by stream
order by stream
