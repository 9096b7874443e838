-- One row per account and organization that it is in, as last seen.
--
-- needs   organization_member
-- grain   member_id
-- newest  landed_seq
-- stream  organization_member
-- named   object_id
-- field   "accountId" varchar, key varchar, name varchar, active boolean
-- column  member_id        key     The account in it: a keyed hash.
-- column  organization_id  key     The organization.
-- column  account_id       person  Who it is: a pseudonym of the account id, on Data Center of the user key.
-- column  is_active        plain   Whether the account is in use.
-- shown   container  organization_id
-- shown   container_stream  'organization'
with

source as (
    select
        ---------- keys
        object_id  as member_id,
        scope      as organization_id,

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
