-- One row per note that there is.
--
-- rows     note
-- grain    note_id
-- numbers  2
-- column   1  note_id  key   The note's id, unique in its toy.
-- column   2  title    text  What it says, redacted.
with

deleted as (
    select object_id from sync.deletion where stream = 'note' and state = 'deleted'
),

note as (
    select note.note_id, note.title
    from toy.note as note
    anti join deleted on deleted.object_id = note.note_id
)

select * from note
