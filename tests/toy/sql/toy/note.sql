-- One row per note, as last seen.
--
-- grain   note_id
-- newest  landed_seq
-- stream  note
-- field   id varchar, title varchar
-- column  note_id  key   The note's id, unique in its toy.
-- column  title    text  What it says, redacted.
with

source as (
    select
        ---------- keys
        id             as note_id,

        ---------- texts
        redact(title)  as title,

        ---------- times
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
