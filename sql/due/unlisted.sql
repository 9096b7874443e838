-- One row per object that is held and that the complete listing of its parent has not shown, of listings that are not settled.
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
order by held.object_id
