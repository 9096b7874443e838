-- One row per priority of issues that exists.
--
-- needs     priority
-- shares    gone
-- grain     priority_id
-- numbers   3
-- column    1  priority_id  key   The priority's id, unique on its site.
-- column    2  name         text  Its name, redacted.
-- column    3  description  text  What is said about it, redacted.
with

joined as (
    select
        held.priority_id,
        held.name,
        nullif(held.description, '')  as description
    from jira.priority as held
    anti join gone on gone.object_id = held.priority_id and gone.stream = 'priority'
)

select * from joined
