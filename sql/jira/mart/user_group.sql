-- One row per group of people that exists.
--
-- needs     user_group
-- shares    gone
-- grain     group_id
-- numbers   2
-- column    1  group_id  key   The group's id; on Data Center its name, which is all that tells it from others.
-- column    2  name      text  Its name, redacted.
with

joined as (
    select
        held.group_id,
        held.name
    from jira.user_group as held
    anti join gone on gone.object_id = held.group_id and gone.stream = 'user_group'
)

select * from joined
