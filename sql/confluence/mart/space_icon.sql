-- One row per space that is read, with the icon that it shows and the location of its file in the store.
--
-- needs     space_icon
-- shares    gone
-- grain     space_id
-- required  icon_kind
-- numbers   9
-- column    1  space_id        key    The space: a row of spaces.
-- column    2  icon_kind       plain  What it is: uploaded, account (the picture of the owner), default, other, or none.
-- column    3  attachment_id   key    The id of the attachment of the space that holds its file; null on Data Center.
-- column    4  version_number  plain  The version of the file; null where the site does not tell.
-- column    5  upload_state    plain  stored, due, failed, too_large or skipped; null where there is no file that a token may read.
-- column    6  s3_bucket       key    The bucket of the file; null until it is stored, and for a folder.
-- column    7  s3_key          key    The key of the file in the bucket or folder; null until it is stored.
-- column    8  s3_uri          key    The address of the file; null until it is stored.
-- column    9  object_uri      key    The same, relative to the root of the store; null until it is stored.
-- check     icon_kind in ('uploaded', 'account', 'default', 'other', 'none')
-- check     upload_state is null or upload_state in ('stored', 'due', 'failed', 'too_large', 'skipped')
with

-- The attempt that counts for each version: the last that stored it, else the last.
attempt as (
    select
        object_id,
        version_number,
        case when state <> 'begun' then state else 'due' end  as state,
        bucket,
        object_key,
        uri,
        regexp_extract(object_key, '[^/]+/[^/]+/[^/]+$')      as object_uri
    from sync.upload
    where stream = 'space_icon'
    qualify row_number() over (
        partition by object_id, version_number order by case when state = 'stored' then 1 else 2 end, upload_id desc
    ) = 1
),

joined as (
    select
        held.space_id,
        held.icon_kind,
        held.attachment_id,
        held.version_number,
        case when held.has_file then coalesce(attempt.state, 'due') end  as upload_state,
        case when attempt.state = 'stored' then attempt.bucket end       as s3_bucket,
        case when attempt.state = 'stored' then attempt.object_key end   as s3_key,
        case when attempt.state = 'stored' then attempt.uri end          as s3_uri,
        case when attempt.state = 'stored' then attempt.object_uri end   as object_uri
    from confluence.space_icon as held
    anti join gone on gone.object_id = held.object_id and gone.stream = 'space_icon'
    semi join mart.spaces as space on space.space_id = held.space_id
    left join attempt on attempt.object_id = held.object_id and attempt.version_number = held.version_number
)

select * from joined
