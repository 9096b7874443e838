-- One row per group of people, as last seen.
--
-- needs   user_group
-- grain   group_id
-- newest  landed_seq
-- stream  user_group
-- field   "groupId" varchar, name varchar
-- column  group_id  key   The group's id; on Data Center its name, which is all that tells it from others.
-- column  name      text  Its name, redacted.
with

source as (
    select
        ---------- keys
        coalesce("groupId", name)  as group_id,

        ---------- texts
        redact(name)               as name,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
