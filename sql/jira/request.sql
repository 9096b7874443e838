-- One row per request of a customer, as last seen.
--
-- needs   request
-- grain   issue_id
-- newest  landed_seq
-- stream  request
-- field   "issueId" varchar, "requestTypeId" varchar, "serviceDeskId" varchar
-- field   "requestType" struct(name varchar), "createdDate" struct("epochMillis" bigint)
-- field   reporter struct("accountId" varchar, key varchar, name varchar)
-- field   "currentStatus" struct(status varchar, "statusCategory" varchar, "statusDate" struct("epochMillis" bigint))
-- column  issue_id         key     The request's issue.
-- column  service_desk_id  key     The service desk that it was made at.
-- column  request_type_id  key     The id of its type.
-- column  request_type     text    The name of its type, redacted.
-- column  reporter_id      person  Who made it: a pseudonym of the account id, on Data Center of the user key.
-- column  status           text    Its status as customers see it, redacted.
-- column  status_category  plain   The category of that: new, indeterminate (in progress), done, undefined or other.
-- column  status_at        time    When it came into it, UTC.
-- column  created_at       time    When it was made, UTC.
-- required service_desk_id, created_at
-- shown   container  issue_id
-- shown   container_stream  'issue'
-- shown   created  created_at
with

source as (
    select
        ---------- keys
        "issueId"                       as issue_id,
        "serviceDeskId"                 as service_desk_id,
        "requestTypeId"                 as request_type_id,

        ---------- people
        pseudonym(
            coalesce(nullif(reporter."accountId", ''), nullif(reporter.key, ''), reporter.name), 'account_id'
        ) as reporter_id,

        ---------- texts
        redact("requestType".name)      as request_type,
        redact("currentStatus".status)  as status,

        ---------- state
        case
            when lower("currentStatus"."statusCategory") in ('new', 'indeterminate', 'done', 'undefined')
                then lower("currentStatus"."statusCategory")
            when "currentStatus"."statusCategory" is not null then 'other'
        end                             as status_category,

        ---------- times
        make_timestamp("currentStatus"."statusDate"."epochMillis" * 1000)  as status_at,
        make_timestamp("createdDate"."epochMillis" * 1000)  as created_at,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
