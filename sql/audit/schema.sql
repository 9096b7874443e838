-- Which columns and keys have changed, in which generation, and who accepted what was held?
-- One row per change, latest first: what it was and what it is, where it comes from, and the first generation that shows it; of a
-- member that left, the first response without it. One that is held has no generation: its dataset stays as it was last published. The evidence says what
-- settled a change that was held and that nobody had to accept.
select
    change_id,
    noted_at,
    dataset,
    kind,
    level,
    column_name,
    former,
    present,
    origin,
    state,
    generation,
    row_count,
    seen_seq,
    seen_at,
    evidence,
    accepted_by,
    accepted_at,
    reason
from sync.schema_change
order by change_id desc
