-- One row per queue of a service desk, as last seen.
--
-- needs   queue
-- grain   object_id
-- newest  landed_seq
-- stream  queue
-- named   object_id
-- field   id varchar, name varchar, jql varchar
-- column  object_id        key   The service desk's id and the queue's.
-- column  queue_id         key   The queue's id.
-- column  service_desk_id  key   The service desk that has it.
-- column  name             text  Its name, redacted.
-- column  jql              text  The search for its issues, redacted: without people.
-- shown   container  service_desk_id
-- shown   container_stream  'service_desk'
with

told as (
    select
        object_id,
        id,
        scope,
        name,
        jql,
        -- The fields behind which people stand.
        '(?i)\b(assignee|reporter|creator|voter|watcher|participants?|approvers?)'  as field,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
),

-- They stand there in lists and alone, and as ids of accounts everywhere.
apart as (
    select
        *,
        regexp_replace(
            jql, field || '("?\s+(?:not\s+)?in\s*)\((?:[^()]|\([^()]*\))*\)', '\1\2([PERSON_NAME])', 'g'
        ) as without_lists
    from told
),

nameless as (
    select
        *,
        regexp_replace(
            regexp_replace(
                without_lists,
                field || '("?\s*(?:!?=|was(?:\s+not)?\s))\s*(?:"[^"]*"|[^\s(),"]+)([\s),]|$)',
                '\1\2 [PERSON_NAME]\3',
                'g'
            ),
            '\b[0-9a-f]{24}\b',
            '[ACCOUNT_ID]',
            'g'
        ) as nameless_jql
    from apart
),

source as (
    select
        ---------- keys
        object_id,
        id            as queue_id,
        scope         as service_desk_id,

        ---------- texts
        redact(name)  as name,
        redact(nameless_jql)  as jql,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from nameless
)

select * from source
