-- One row per folder, whiteboard, database or embed that exists in the tree of a space.
--
-- needs     folder_node|whiteboard_node|database_node|embed_node
-- shares    gone, named_space
-- grain     node_id
-- required  node_type, space_id, title, status
-- numbers   14
-- column    1   node_id         key            The object's id, unique on its site.
-- column    2   node_type       plain          folder, whiteboard, database or embed.
-- column    3   space_id        key            The id of its space.
-- column    4   space_key       key_or_person  The key of its space; a pseudonym for a personal space.
-- column    5   parent_id       key            The object above it, null at the top.
-- column    6   parent_type     plain          The type of that object: page, folder, whiteboard, database, embed or other.
-- column    7   position        plain          Its position among its siblings, as of when it was last read.
-- column    8   title           text           Its title, redacted.
-- column    9   status          plain          current or archived.
-- column    10  author_id       person         Who created it: a pseudonym.
-- column    11  owner_id        person         Who owns it: a pseudonym.
-- column    12  version_number  plain          The version, counted from 1; null where no answer tells.
-- column    13  created_at      time           When it was created, UTC.
-- column    14  modified_at     time           When the version was created, UTC.
-- check     node_type in ('folder', 'whiteboard', 'database', 'embed')
with

joined as (
    select
        ---------- keys
        node.node_id,
        node.node_type,
        node.space_id,
        space.space_key,
        node.parent_id,
        node.parent_type,
        node.position,

        ---------- texts
        node.title,
        node.status,

        ---------- people and versions
        node.author_id,
        node.owner_id,
        node.version_number,
        node.created_at,
        node.version_created_at  as modified_at
    from confluence.node as node
    anti join gone on gone.object_id = node.node_id and gone.stream = node.stream
    -- The search finds what lies in spaces that are not read.
    inner join named_space as space on space.space_id = node.space_id
)

select * from joined
