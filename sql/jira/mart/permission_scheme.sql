-- One row per permission scheme that exists.
--
-- needs     permission_scheme
-- shares    gone
-- grain     scheme_id
-- numbers   3
-- column    1  scheme_id    key   The scheme's id, unique on its site.
-- column    2  name         text  Its name, redacted.
-- column    3  description  text  What is said about it, redacted.
with

joined as (
    select
        held.scheme_id,
        held.name,
        nullif(held.description, '')  as description
    from jira.permission_scheme as held
    anti join gone on gone.object_id = held.scheme_id and gone.stream = 'permission_scheme'
)

select * from joined
