-- One row per category of a space that is read: a label of the space itself.
--
-- needs     space_category
-- shares    gone
-- grain     category_id
-- required  space_id, name
-- numbers   5
-- column    1  category_id  key    The space and the label.
-- column    2  space_id     key    The space: a row of spaces.
-- column    3  label_id     key    The label.
-- column    4  name         text   The name of the label, redacted.
-- column    5  prefix       plain  The kind of label: global, my, team, system or other.
with

joined as (
    select held.category_id, held.space_id, held.label_id, held.name, held.prefix
    from confluence.space_category as held
    anti join gone on gone.object_id = held.category_id and gone.stream = 'space_category'
    semi join mart.spaces as space on space.space_id = held.space_id
)

select * from joined
