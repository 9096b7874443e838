-- One row per page or blog post, as last seen.
--
-- grain   page_id
-- newest  version_created_at, version_number
-- stream  page, blogpost
-- field   id varchar, status varchar, title varchar, "spaceId" varchar, "parentId" varchar, "parentType" varchar
-- field   position varchar, subtype varchar
-- field   "authorId" varchar, "ownerId" varchar, "createdAt" varchar
-- field   version struct(number integer, message varchar, "minorEdit" boolean, "authorId" varchar, "createdAt" varchar, "when" varchar, "by" struct("accountId" varchar, "userKey" varchar))
-- field   body struct(storage struct(value varchar))
-- field   space struct(id varchar), ancestors struct(id varchar, type varchar)[], extensions struct(position varchar)
-- field   history struct("createdDate" varchar, "createdBy" struct("accountId" varchar, "userKey" varchar))
-- field   metadata struct(labels struct(results struct(name varchar, prefix varchar)[], "limit" bigint))
-- column  page_id             key      The object's id, unique on its site.
-- column  content_type        plain    page or blogpost.
-- column  space_id            key      The space it is in.
-- column  parent_id           key      The object above it, null at the top and for blog posts.
-- column  parent_type         plain    The type of the object above: page, folder, whiteboard, database, embed or other.
-- column  position            plain    Its position among its siblings, as last reported.
-- column  is_live             plain    Whether it is a live document; null on Data Center, which has none.
-- column  labels              json     The names of its labels as a list, redacted, where the answer tells all of them, as on Data Center.
-- column  lists               plain    Whether the answer has the lists that are asked for, of labels and of what is above; null where it lacks one.
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
-- required title, version_number, version_created_at, space_id, body_storage, lists
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
        coalesce("spaceId", space.id)                 as space_id,
        -- The last of its ancestors is its parent.
        coalesce("parentId", ancestors[-1].id)        as parent_id,
        -- Cloud has other answers for both.
        case
            when "spaceId" is not null then true
            when metadata.labels.results is not null and (stream <> 'page' or ancestors is not null) then true
        end                                           as lists,
        -- What is no word of the vocabulary may be anything.
        case
            when coalesce("parentType", ancestors[-1].type) in ('page', 'folder', 'whiteboard', 'database', 'embed')
                then coalesce("parentType", ancestors[-1].type)
            when coalesce("parentType", ancestors[-1].type) is not null then 'other'
        end                                           as parent_type,
        coalesce(try_cast(position as bigint), try_cast(extensions.position as bigint))  as position,

        ---------- people
        pseudonym(
            coalesce("authorId", history."createdBy"."accountId", history."createdBy"."userKey"), 'account_id'
        )                                             as author_id,
        pseudonym("ownerId", 'account_id')            as owner_id,
        pseudonym(
            coalesce(version."authorId", version."by"."accountId", version."by"."userKey"), 'account_id'
        )                                             as version_author_id,

        ---------- texts
        redact(title)                                 as title,
        redact(version.message)                       as version_message,
        -- A list of labels that is full may go on behind its end. Those with the prefix my are the reading account's own.
        redact_json(
            cast(
                to_json(
                    case
                        when coalesce(len(metadata.labels.results) < metadata.labels."limit", true)
                            then list_transform(
                                list_filter(
                                    metadata.labels.results, lambda label: label.prefix is distinct from 'my'
                                ),
                                lambda label: label.name
                            )
                    end
                ) as varchar
            )
        )                                             as labels,
        redact_storage(body.storage.value)            as body_storage,

        ---------- state
        case
            when status in ('current', 'archived', 'trashed', 'deleted', 'draft', 'historical') then status
            when status is not null then 'other'
        end                                           as status,
        version.number                                as version_number,
        version."minorEdit"                           as version_minor,
        case when "spaceId" is not null then coalesce(subtype = 'live', false) end  as is_live,

        ---------- times
        make_timestamp(epoch_us(cast(coalesce(version."createdAt", version."when") as timestamptz)))  as version_created_at,
        make_timestamp(epoch_us(cast(coalesce("createdAt", history."createdDate") as timestamptz)))  as created_at,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
