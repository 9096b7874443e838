-- One row per service desk and customer that it has, as last seen.
--
-- needs   customer
-- grain   customer_id
-- newest  landed_seq
-- stream  customer
-- named   object_id
-- field   "accountId" varchar, key varchar, name varchar, active boolean
-- column  customer_id      key     The account in it: a keyed hash.
-- column  service_desk_id  key     The service desk.
-- column  account_id       person  Who it is: a pseudonym of the account id, on Data Center of the user key.
-- column  is_active        plain   Whether the account is in use.
-- shown   container  service_desk_id
-- shown   container_stream  'service_desk'
with

source as (
    select
        ---------- keys
        object_id  as customer_id,
        scope      as service_desk_id,

        ---------- people
        pseudonym(coalesce(nullif("accountId", ''), nullif(key, ''), name), 'account_id') as account_id,

        ---------- state
        active     as is_active,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
