-- One row per group of people, as last seen.
--
-- grain   group_id
-- newest  landed_seq
-- stream  user_group
-- needs   user_group
-- field   id varchar, name varchar, "usageType" varchar, "managedBy" varchar
-- column  group_id    key    The group's id; on Data Center its name, which is all that tells it from others.
-- column  name        text   Its name, redacted.
-- column  usage_type  plain  userbase_group, team_collaboration or other; null on Data Center.
-- column  managed_by  plain  Who manages it: admins, external, team_members, open or other; null on Data Center.
with

source as (
    select
        ---------- keys
        coalesce(id, name)                as group_id,

        ---------- texts
        redact(name)                      as name,

        ---------- state
        case
            when lower("usageType") in ('userbase_group', 'team_collaboration') then lower("usageType")
            when "usageType" is not null then 'other'
        end                               as usage_type,
        case
            when lower("managedBy") in ('admins', 'external', 'team_members', 'open') then lower("managedBy")
            when "managedBy" is not null then 'other'
        end                               as managed_by,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
