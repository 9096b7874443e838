-- One row per type of requests of a service desk, as last seen.
--
-- needs   request_type
-- grain   object_id
-- newest  landed_seq
-- stream  request_type
-- named   object_id
-- field   id varchar, name varchar, description varchar, "helpText" varchar, "issueTypeId" varchar
-- field   "restrictionStatus" varchar
-- column  object_id        key    The service desk's id and the type's.
-- column  request_type_id  key    The type's id, unique on its site.
-- column  service_desk_id  key    The service desk that has it.
-- column  issue_type_id    key    The type of its issues.
-- column  name             text   Its name, redacted.
-- column  description      text   What is said about it, redacted.
-- column  help_text        text   What helps customers to fill it in, redacted.
-- column  restriction      plain  Whether everybody may raise it: open, restricted or other; null where the site does not tell.
-- shown   container  service_desk_id
-- shown   container_stream  'service_desk'
with

source as (
    select
        ---------- keys
        object_id,
        id                   as request_type_id,
        scope                as service_desk_id,
        "issueTypeId"        as issue_type_id,

        ---------- texts
        redact(name)         as name,
        redact(description)  as description,
        redact("helpText")   as help_text,

        ---------- state
        case
            when "restrictionStatus" in ('OPEN', 'RESTRICTED') then lower("restrictionStatus")
            when "restrictionStatus" is not null then 'other'
        end                  as restriction,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
