-- One row per group of people that exists.
--
-- needs     user_group
-- shares    gone
-- grain     group_id
-- numbers   4
-- column    1  group_id    key    The group's id; on Data Center its name.
-- column    2  name        text   Its name, redacted.
-- column    3  usage_type  plain  userbase_group, team_collaboration or other; null on Data Center.
-- column    4  managed_by  plain  Who manages it: admins, external, team_members, open or other; null on Data Center.
with

joined as (
    select held.group_id, held.name, held.usage_type, held.managed_by
    from confluence.user_group as held
    anti join gone on gone.object_id = held.group_id and gone.stream = 'user_group'
)

select * from joined
