-- One row per comment on an issue, as last seen.
--
-- grain   comment_id
-- newest  updated_at
-- stream  comment
-- whole   object
-- field   id varchar, created varchar, updated varchar, "jsdPublic" boolean
-- field   author struct("accountId" varchar, key varchar, name varchar)
-- field   "updateAuthor" struct("accountId" varchar, key varchar, name varchar)
-- field   visibility struct(type varchar, value varchar, identifier varchar)
-- column  comment_id       key     The comment's id, unique on its site.
-- column  issue_id         key     The issue that it is on.
-- column  author_id        person  Who wrote it: a pseudonym of the account id, on Data Center of the user key.
-- column  updated_by       person  Who changed it last: a pseudonym in the same way.
-- column  is_public        plain   Whether customers of a service desk see it; null where the site does not tell.
-- column  visible_to       plain   Who alone sees it: role, group or other; null where everybody does who sees the issue.
-- column  visible_to_id    key     The id of that role or group; null on Data Center.
-- column  visible_to_name  text    The name of that role or group, redacted.
-- column  body_adf         adf     Its text as Atlassian Document Format, redacted; null on Data Center.
-- column  body_wiki        text    Its text as wiki text, redacted; null on Cloud.
-- column  created_at       time    When it was written, UTC.
-- column  updated_at       time    When it was changed last, UTC.
-- required created_at
-- shown   container  issue_id
-- shown   container_stream  'issue'
-- shown   changed  updated_at
-- shown   created  created_at
with

told as (
    select
        id,
        scope,
        author,
        "updateAuthor" as changer,
        visibility,
        "jsdPublic",
        created,
        updated,
        json_extract(object, '$.body') as body,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
),

source as (
    select
        ---------- keys
        id                                  as comment_id,
        scope                               as issue_id,
        visibility.identifier               as visible_to_id,

        ---------- people
        pseudonym(
            coalesce(nullif(author."accountId", ''), nullif(author.key, ''), author.name), 'account_id'
        ) as author_id,
        pseudonym(
            coalesce(nullif(changer."accountId", ''), nullif(changer.key, ''), changer.name), 'account_id'
        ) as updated_by,

        ---------- texts
        redact(visibility.value)            as visible_to_name,
        redact_adf(case when json_type(body) = 'OBJECT' then cast(body as varchar) end) as body_adf,
        redact(case when json_type(body) = 'VARCHAR' then json_extract_string(body, '$') end) as body_wiki,

        ---------- state
        "jsdPublic"                         as is_public,
        case
            when visibility.type in ('role', 'group') then visibility.type
            when visibility.type is not null then 'other'
        end                                 as visible_to,

        ---------- times
        make_timestamp(epoch_us(try_cast(created as timestamptz)))  as created_at,
        make_timestamp(epoch_us(try_cast(coalesce(updated, created) as timestamptz)))  as updated_at,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from told
)

select * from source
