-- One row per issue and link that leads from it or to it, as last seen: each link stands in both of its issues.
--
-- grain   object_id
-- newest  landed_seq
-- stream  issue_link
-- named   object_id
-- field   id varchar, type struct(id varchar, name varchar)
-- field   "inwardIssue" struct(id varchar, key varchar), "outwardIssue" struct(id varchar, key varchar)
-- column  object_id        key    The id that the engine gives it: the issue's and the link's.
-- column  link_id          key    The link's id, unique on its site.
-- column  issue_id         key    The issue that it stands in.
-- column  direction        plain  outward where it leads from that issue to the other one, inward where it leads from that one here.
-- column  link_type_id     key    The id of its type.
-- column  link_type        text   The name of its type, redacted.
-- column  other_issue_id   key    The other issue.
-- column  other_issue_key  key    The key of that.
-- shown   container  issue_id
-- shown   container_stream  'issue'
with

source as (
    select
        ---------- keys
        object_id,
        id                                              as link_id,
        scope                                           as issue_id,
        type.id                                         as link_type_id,
        coalesce("outwardIssue".id, "inwardIssue".id)   as other_issue_id,
        coalesce("outwardIssue".key, "inwardIssue".key) as other_issue_key,

        ---------- texts
        redact(type.name)                               as link_type,

        ---------- state
        case
            when "outwardIssue".id is not null then 'outward'
            when "inwardIssue".id is not null then 'inward'
        end                                             as direction,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
