-- One row per field of issues that exists.
--
-- needs     field
-- shares    gone
-- grain     field_id
-- numbers   7
-- column    1  field_id    key    The field's id, as summary or customfield_10016.
-- column    2  project_id  key    The project that alone has it; null where all may.
-- column    3  name        text   Its name, redacted; two fields may have one name.
-- column    4  is_custom   plain  Whether it is a custom field.
-- column    5  value_type  key    What it holds, as string or array.
-- column    6  item_type   key    What the items of a list are; null where it is none.
-- column    7  kind        key    The kind of a custom field, as the program or the app calls it; null for others.
with

joined as (
    select
        held.field_id,
        held.project_id,
        held.name,
        held.is_custom,
        held.value_type,
        held.item_type,
        held.kind
    from jira.field as held
    anti join gone on gone.object_id = held.field_id and gone.stream = 'field'
)

select * from joined
