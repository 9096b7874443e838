-- One row per scheme of security levels of issues that exists.
--
-- needs     security_scheme
-- shares    gone
-- grain     scheme_id
-- numbers   4
-- column    1  scheme_id         key   The scheme's id, unique on its site.
-- column    2  name              text  Its name, redacted.
-- column    3  description       text  What is said about it, redacted.
-- column    4  default_level_id  key   The level that issues get where nobody chooses one.
with

joined as (
    select
        held.scheme_id,
        held.name,
        nullif(held.description, '')  as description,
        held.default_level_id
    from jira.security_scheme as held
    anti join gone on gone.object_id = held.scheme_id and gone.stream = 'security_scheme'
)

select * from joined
