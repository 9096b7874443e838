-- One row per organization of customers, as last seen.
--
-- needs   organization
-- grain   organization_id
-- newest  landed_seq
-- stream  organization
-- field   id varchar, name varchar, "scimManaged" boolean, created struct("epochMillis" bigint)
-- column  organization_id  key    The organization's id, unique on its site.
-- column  name             text   Its name, redacted.
-- column  is_managed       plain  Whether a directory of the customer manages it; null on Data Center.
-- column  created_at       time   When it was made, UTC; null where the site does not tell.
with

source as (
    select
        ---------- keys
        id             as organization_id,

        ---------- texts
        redact(name)   as name,

        ---------- state
        "scimManaged"  as is_managed,

        ---------- times
        make_timestamp(created."epochMillis" * 1000)  as created_at,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
