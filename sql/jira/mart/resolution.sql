-- One row per resolution of issues that exists.
--
-- needs     resolution
-- shares    gone
-- grain     resolution_id
-- numbers   3
-- column    1  resolution_id  key   The resolution's id, unique on its site.
-- column    2  name           text  Its name, redacted.
-- column    3  description    text  What is said about it, redacted.
with

joined as (
    select
        held.resolution_id,
        held.name,
        nullif(held.description, '')  as description
    from jira.resolution as held
    anti join gone on gone.object_id = held.resolution_id and gone.stream = 'resolution'
)

select * from joined
