-- One row per property of a space that is read.
--
-- needs     space_property
-- shares    gone
-- grain     space_id, property_id
-- required  property_key
-- numbers   7
-- column    1  space_id        key     The space that has the property: a row of spaces.
-- column    2  property_id     key     The property's id.
-- column    3  property_key    text    The name that an app gave it, redacted.
-- column    4  property_value  json    What the app wrote there, redacted.
-- column    5  version_number  plain   The version, counted from 1.
-- column    6  modified_by     person  Who created the version: a pseudonym.
-- column    7  modified_at     time    When the version was created, UTC.
with

joined as (
    select
        held.space_id,
        held.property_id,
        held.property_key,
        held.property_value,
        held.version_number,
        held.version_author_id   as modified_by,
        held.version_created_at  as modified_at
    from confluence.space_property as held
    anti join gone on gone.object_id = held.object_id and gone.stream = 'space_property'
    semi join mart.spaces as space on space.space_id = held.space_id
)

select * from joined
