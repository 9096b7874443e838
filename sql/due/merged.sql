-- One row if the listings for all parents, and answers of parents that carry what they have, showed many more objects of a stream
-- than are known of it: how many they showed, and how many are known. Then several parents give their objects the same ids, and of
-- those with one id the newest alone is held.
--
-- $stream  the stream, whose ids no two parents should have in common
with

shown as (
    select cast(coalesce(sum(objects), 0) as bigint) as objects from sync.children where stream = $stream
),

-- What is gone was shown once as well, and so was what cannot be read.
known as (
    select
        (select count(*) from sync.object where stream = $stream)
        + (select count(*) from sync.quarantine where stream = $stream and kind = 'object' and state <> 'resolved') as ids
)

select shown.objects, known.ids
from shown
cross join known
-- What moved from one parent to another while both were listed is shown twice.
where shown.objects - known.ids > greatest(5, shown.objects // 10)
