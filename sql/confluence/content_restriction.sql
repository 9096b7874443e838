-- One row per restriction of a page or blog post, as last seen: who may read or change it.
--
-- grain   restriction_id
-- newest  landed_seq
-- stream  page_restriction, blogpost_restriction
-- needs   page_restriction|blogpost_restriction
-- named   object_id
-- placed  place
-- field   id varchar, name varchar, "accountId" varchar, "userKey" varchar
-- column  restriction_id  key     The restriction: a keyed hash.
-- column  listing         plain   page_restriction or blogpost_restriction.
-- column  content_id      key     The page or blog post.
-- column  content_type    plain   page or blogpost.
-- column  operation       plain   What is restricted: read or update.
-- column  subject_type    plain   Who may: a user or a group.
-- column  account_id      person  The user: a pseudonym of the account id, on Data Center of the user key; null for a group.
-- column  group_id        key     The group's id, on Data Center its name; null for a user.
-- column  group_name      text    The name of the group, redacted; null for a user.
-- required operation, subject_type
-- shown   stream            listing
-- shown   container         content_id
-- shown   container_stream  content_type
with

source as (
    select
        ---------- keys
        object_id                                                as restriction_id,
        stream                                                   as listing,
        scope                                                    as content_id,
        case stream when 'page_restriction' then 'page' else 'blogpost' end  as content_type,
        case when place like '%.group.results' then coalesce(id, name) end   as group_id,

        ---------- people
        pseudonym(
            case when place like '%.user.results' then coalesce(nullif("accountId", ''), "userKey") end,
            'account_id'
        )                                                        as account_id,

        ---------- texts
        redact(case when place like '%.group.results' then name end)  as group_name,

        ---------- state
        case
            when place like 'read.%' then 'read'
            when place like 'update.%' then 'update'
        end                                                      as operation,
        case
            when place like '%.user.results' then 'user'
            when place like '%.group.results' then 'group'
        end                                                      as subject_type,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
