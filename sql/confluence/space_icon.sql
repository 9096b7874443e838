-- One row per space and the icon that it shows, as last seen; its address may hold an account id and is not kept.
--
-- grain   object_id
-- newest  landed_seq
-- stream  space_icon
-- field   icon struct(path varchar, "apiDownloadLink" varchar, "isDefault" boolean)
-- named   object_id
-- column  object_id       key    The id that the engine gives it: the space's, twice.
-- column  space_id        key    The space.
-- column  icon_kind       plain  What it is: uploaded, account (the picture of the owner), default, other, or none.
-- column  attachment_id   key    The id of the attachment of the space that holds its file; null where the site does not name it.
-- column  version_number  plain  The version of the file; null where the address does not tell.
-- column  has_file        plain  Whether it is a file that the site gives to whoever asks with a token.
-- required icon_kind
-- shown   container_stream  'space'
-- shown   container         space_id
-- shown   version           version_number
with

source as (
    select
        ---------- keys
        object_id,
        scope  as space_id,
        nullif(
            regexp_extract(icon."apiDownloadLink", '/content/[0-9]+/child/attachment/(att[0-9]+)/download$', 1), ''
        )      as attachment_id,

        ---------- state
        case
            when icon.path is null then 'none'
            when icon."isDefault" then 'default'
            when contains(icon.path, '/download/attachments/') then 'uploaded'
            when contains(icon.path, '/aa-avatar/') then 'account'
            else 'other'
        end    as icon_kind,
        try_cast(regexp_extract(icon.path, '[?&]version=([0-9]+)', 1) as integer)  as version_number,
        -- Cloud names a route for tokens or has none; Data Center tells whether the icon is its own.
        regexp_matches(icon.path, '/download/attachments/[^?]+[?](.*&)?version=[0-9]+')
        and (icon."apiDownloadLink" is not null or not coalesce(icon."isDefault", true))  as has_file,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
