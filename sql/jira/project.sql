-- One row per project, as last seen.
--
-- grain   project_id
-- newest  landed_seq
-- stream  project
-- field   id varchar, key varchar, name varchar, description varchar, "projectTypeKey" varchar, style varchar
-- field   simplified boolean, "isPrivate" boolean, archived boolean, deleted boolean, "archivedDate" varchar
-- field   lead struct("accountId" varchar, key varchar, name varchar)
-- field   "projectCategory" struct(id varchar, name varchar)
-- column  project_id    key     The project's id, unique on its site.
-- column  project_key   key     Its key, which stands in front of the numbers of its issues.
-- column  name          text    Its name, redacted.
-- column  description   text    What is said about it, redacted.
-- column  project_type  key     Its type, as software or service_desk.
-- column  style         plain   classic, next-gen (team-managed) or other; null on Data Center.
-- column  is_private    plain   Whether only its members see it; null on Data Center.
-- column  status        plain   live, archived or deleted.
-- column  lead_id       person  Who leads it: a pseudonym of the account id, on Data Center of the user key.
-- column  category_id   key     The id of its category.
-- column  category      text    The name of its category, redacted.
-- column  archived_at   time    When it was archived, UTC; null where the site does not tell.
-- required project_key
-- take    status  live, archived
-- leave   status  deleted
-- shown   handle  project_key
-- shown   status  status
with

source as (
    select
        ---------- keys
        id                        as project_id,
        key                       as project_key,
        "projectCategory".id      as category_id,
        -- What is no word of a program may be anything.
        nullif(regexp_extract("projectTypeKey", '^[a-z_-]+$'), '')  as project_type,

        ---------- people
        pseudonym(coalesce(nullif(lead."accountId", ''), nullif(lead.key, ''), lead.name), 'account_id') as lead_id,

        ---------- texts
        redact(name)              as name,
        redact(description)       as description,
        redact("projectCategory".name)  as category,

        ---------- state
        case
            when style in ('classic', 'next-gen') then style
            when style is not null then 'other'
        end                       as style,
        "isPrivate"               as is_private,
        case
            when deleted then 'deleted'
            when archived then 'archived'
            else 'live'
        end                       as status,

        ---------- times
        make_timestamp(epoch_us(try_cast("archivedDate" as timestamptz)))  as archived_at,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
