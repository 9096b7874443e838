-- One row per request and account that takes part in it beside the reporter, as last seen.
--
-- needs   request_participant
-- grain   participant_id
-- newest  landed_seq
-- stream  request_participant
-- named   object_id
-- field   "accountId" varchar, key varchar, name varchar
-- column  participant_id  key     The account at its request: a keyed hash.
-- column  issue_id        key     The request's issue.
-- column  account_id      person  Who takes part beside the reporter: a pseudonym of the account id, on Data Center of the user key.
-- shown   container  issue_id
-- shown   container_stream  'request'
with

source as (
    select
        ---------- keys
        object_id  as participant_id,
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
