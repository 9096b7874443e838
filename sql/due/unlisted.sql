-- One row per object that is held and that the complete listing of its parent, or an answer about its parent that carries all it has,
-- has not shown, of those that are not settled.
--
-- $stream  the stream
with

walked as (
    select parent_id, walk_id, followed_seq, complete_to
    from sync.children
    where stream = $stream and not is_settled
),

shown as (
    select walk_id, object_id from land.sighting where stream = $stream and walk_id in (select walk_id from walked)
)

select held.object_id, walked.walk_id, walked.complete_to, walked.parent_id
from held
inner join walked on walked.parent_id = held.container_id
anti join shown on shown.walk_id = walked.walk_id and shown.object_id = held.object_id
where
    held.stream = $stream
    and held.reason is null
    -- What landed after the walk had begun is there.
    and held.landed_seq <= walked.followed_seq

union all

select held.object_id, null as walk_id, lacking.seen_at as complete_to, lacking.parent_id
from held
inner join sync.lacking as lacking on lacking.stream = held.stream and lacking.object_id = held.object_id
where
    held.stream = $stream
    and held.reason is null
    and held.landed_seq < lacking.seen_seq
order by object_id
