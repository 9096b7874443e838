-- One row per issue and account that watches it, as last seen.
--
-- grain   watcher_id
-- newest  landed_seq
-- stream  watcher
-- named   object_id
-- field   "accountId" varchar, key varchar, name varchar
-- column  watcher_id  key     The account at its issue: a keyed hash.
-- column  issue_id    key     The issue.
-- column  account_id  person  Who watches it: a pseudonym of the account id, on Data Center of the user key.
-- shown   container  issue_id
-- shown   container_stream  'issue'
with

source as (
    select
        ---------- keys
        object_id  as watcher_id,
        scope      as issue_id,

        ---------- people
        pseudonym(coalesce(nullif("accountId", ''), nullif(key, ''), name), 'account_id') as account_id,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
