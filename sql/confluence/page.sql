-- One row per page or blog post, as last seen.
--
-- grain   page_id
-- newest  version_created_at, version_number
-- stream  page, blogpost
-- field   id varchar, status varchar, title varchar, "spaceId" varchar, "parentId" varchar, "parentType" varchar
-- field   position varchar
-- field   "authorId" varchar, "ownerId" varchar, "createdAt" varchar
-- field   version struct(number integer, message varchar, "minorEdit" boolean, "authorId" varchar, "createdAt" varchar)
-- field   body struct(storage struct(value varchar))
-- column  page_id             key      The object's id, unique on its site.
-- column  content_type        plain    page or blogpost.
-- column  space_id            key      The space it is in.
-- column  parent_id           key      The object above it, null at the top and for blog posts.
-- column  parent_type         plain    The type of the object above: page, folder, whiteboard, database, embed or other.
-- column  position            plain    Its position among its siblings, as last reported.
-- column  title               text     Its title, redacted.
-- column  status              plain    current or archived.
-- column  author_id           person   Who created it: a pseudonym of the account id.
-- column  owner_id            person   Who owns it: a pseudonym of the account id.
-- column  version_number      plain    The version, counted from 1.
-- column  version_message     text     What the author of the version said about it, redacted.
-- column  version_minor       plain    Whether the version was marked as a minor edit.
-- column  version_author_id   person   Who created the version: a pseudonym of the account id.
-- column  version_created_at  time     When the version was created, UTC.
-- column  created_at          time     When the object was created, UTC.
-- column  body_storage        storage  The body in storage format (XHTML), redacted.
-- required title, version_number, version_created_at, space_id, body_storage
-- take    status  current, archived
-- leave   status  trashed, deleted, draft, historical
-- shown   stream   content_type
-- shown   scope    space_id
-- shown   above    parent_id
-- shown   status   status
-- shown   version  version_number
-- shown   changed  version_created_at
-- shown   created  created_at
-- check   version_number >= 1
with

source as (
    select
        ---------- keys
        id                                            as page_id,
        stream                                        as content_type,
        "spaceId"                                     as space_id,
        "parentId"                                    as parent_id,
        -- What is no word of the vocabulary may be anything.
        case
            when "parentType" in ('page', 'folder', 'whiteboard', 'database', 'embed') then "parentType"
            when "parentType" is not null then 'other'
        end                                           as parent_type,
        try_cast(position as bigint)                  as position,

        ---------- people
        pseudonym("authorId", 'account_id')           as author_id,
        pseudonym("ownerId", 'account_id')            as owner_id,
        pseudonym(version."authorId", 'account_id')   as version_author_id,

        ---------- texts
        redact(title)                                 as title,
        redact(version.message)                       as version_message,
        redact_storage(body.storage.value)            as body_storage,

        ---------- state
        case
            when status in ('current', 'archived', 'trashed', 'deleted', 'draft', 'historical') then status
            when status is not null then 'other'
        end                                           as status,
        version.number                                as version_number,
        version."minorEdit"                           as version_minor,

        ---------- times
        make_timestamp(epoch_us(cast(version."createdAt" as timestamptz)))  as version_created_at,
        make_timestamp(epoch_us(cast("createdAt" as timestamptz)))  as created_at,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
