-- One row per folder, whiteboard, database or embed in the tree of a space, as last seen.
--
-- grain   node_id
-- newest  version_created_at, version_number
-- stream  folder_node, whiteboard_node, database_node, embed_node
-- field   id varchar, status varchar, title varchar, "spaceId" varchar, "parentId" varchar, "parentType" varchar
-- field   position varchar, "authorId" varchar, "ownerId" varchar, "createdAt" varchar
-- field   version struct(number integer, message varchar, "minorEdit" boolean, "authorId" varchar, "createdAt" varchar, "when" varchar, "by" struct("accountId" varchar, "userKey" varchar))
-- field   space struct(id varchar), ancestors struct(id varchar, type varchar)[], extensions struct(position varchar)
-- field   history struct("createdDate" varchar, "createdBy" struct("accountId" varchar, "userKey" varchar))
-- column  node_id             key     The object's id, unique on its site.
-- column  stream              plain   The stream that it came in.
-- column  node_type           plain   folder, whiteboard, database or embed.
-- column  space_id            key     The space it is in.
-- column  parent_id           key     The object above it, null at the top.
-- column  parent_type         plain   The type of the object above: page, folder, whiteboard, database, embed or other.
-- column  position            plain   Its position among its siblings, as last reported.
-- column  title               text    Its title, redacted.
-- column  status              plain   current or archived.
-- column  author_id           person  Who created it: a pseudonym of the account id.
-- column  owner_id            person  Who owns it: a pseudonym of the account id.
-- column  version_number      plain   The version, counted from 1.
-- column  version_author_id   person  Who created the version: a pseudonym of the account id.
-- column  version_created_at  time    When the version was created, UTC.
-- column  created_at          time    When the object was created, UTC.
-- required title, space_id
-- take    status  current, archived
-- leave   status  trashed, deleted, draft, historical
-- shown   stream   stream
-- shown   scope    space_id
-- shown   above    parent_id
-- shown   status   status
-- shown   version  version_number
-- shown   changed  version_created_at
-- shown   created  created_at
with

source as (
    select
        ---------- keys
        id                                            as node_id,
        stream,
        replace(stream, '_node', '')                  as node_type,
        coalesce("spaceId", space.id)                 as space_id,
        -- The last of its ancestors is its parent.
        coalesce("parentId", ancestors[-1].id)        as parent_id,
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

        ---------- state
        case
            when status in ('current', 'archived', 'trashed', 'deleted', 'draft', 'historical') then status
            when status is not null then 'other'
        end                                           as status,
        version.number                                as version_number,

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
