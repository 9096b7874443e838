-- One row per type of links between issues that exists.
--
-- needs     link_type
-- shares    gone
-- grain     link_type_id
-- numbers   4
-- column    1  link_type_id  key   The type's id, unique on its site.
-- column    2  name          text  Its name, redacted.
-- column    3  inward        text  How it reads from the issue that it leads to, redacted: is blocked by.
-- column    4  outward       text  How it reads from the issue that it leads from, redacted: blocks.
with

joined as (
    select
        held.link_type_id,
        held.name,
        held.inward,
        held.outward
    from jira.link_type as held
    anti join gone on gone.object_id = held.link_type_id and gone.stream = 'link_type'
)

select * from joined
