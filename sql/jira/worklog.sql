-- One row per time that somebody worked on an issue, as last seen.
--
-- grain   worklog_id
-- newest  updated_at
-- stream  worklog
-- whole   object
-- field   id varchar, created varchar, updated varchar, started varchar, "timeSpentSeconds" bigint
-- field   author struct("accountId" varchar, key varchar, name varchar)
-- field   "updateAuthor" struct("accountId" varchar, key varchar, name varchar)
-- field   visibility struct(type varchar, value varchar, identifier varchar)
-- column  worklog_id          key     The worklog's id, unique on its site.
-- column  issue_id            key     The issue that was worked on.
-- column  author_id           person  Who worked on it: a pseudonym of the account id, on Data Center of the user key.
-- column  updated_by          person  Who changed the worklog last: a pseudonym in the same way.
-- column  time_spent_seconds  plain   How long that took, in seconds.
-- column  visible_to          plain   Who alone sees it: role, group or other; null where everybody does who sees the issue.
-- column  visible_to_id       key     The id of that role or group; null on Data Center.
-- column  visible_to_name     text    The name of that role or group, redacted.
-- column  comment_adf         adf     What is said about it as Atlassian Document Format, redacted; null on Data Center.
-- column  comment_wiki        text    What is said about it as wiki text, redacted; null on Cloud.
-- column  started_at          time    When the work began, UTC.
-- column  created_at          time    When the worklog was written, UTC; null where the site does not tell.
-- column  updated_at          time    When it was changed last, UTC.
-- required started_at
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
        "timeSpentSeconds",
        started,
        created,
        updated,
        json_extract(object, '$.comment') as comment,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
),

source as (
    select
        ---------- keys
        id                                  as worklog_id,
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
        redact_adf(case when json_type(comment) = 'OBJECT' then cast(comment as varchar) end) as comment_adf,
        redact(case when json_type(comment) = 'VARCHAR' then json_extract_string(comment, '$') end) as comment_wiki,

        ---------- state
        "timeSpentSeconds"                  as time_spent_seconds,
        case
            when visibility.type in ('role', 'group') then visibility.type
            when visibility.type is not null then 'other'
        end                                 as visible_to,

        ---------- times
        make_timestamp(epoch_us(try_cast(started as timestamptz)))  as started_at,
        make_timestamp(epoch_us(try_cast(created as timestamptz)))  as created_at,
        make_timestamp(epoch_us(try_cast(coalesce(updated, created) as timestamptz)))  as updated_at,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from told
)

select * from source
