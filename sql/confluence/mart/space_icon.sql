-- One row per space that is read, with the icon that it shows.
--
-- needs     space_icon
-- shares    gone
-- grain     space_id
-- required  icon_kind
-- numbers   4
-- column    1  space_id        key    The space: a row of spaces.
-- column    2  icon_kind       plain  What it is: uploaded, account (the picture of the owner), default, other, or none.
-- column    3  attachment_id   key    The id of the attachment of the space that holds its file; null on Data Center.
-- column    4  version_number  plain  The version of the file; null where the site does not tell.
-- check     icon_kind in ('uploaded', 'account', 'default', 'other', 'none')
with

joined as (
    select held.space_id, held.icon_kind, held.attachment_id, held.version_number
    from confluence.space_icon as held
    anti join gone on gone.object_id = held.object_id and gone.stream = 'space_icon'
    semi join mart.spaces as space on space.space_id = held.space_id
)

select * from joined
