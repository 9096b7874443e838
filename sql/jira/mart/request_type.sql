-- One row per type of requests of a service desk.
--
-- needs     request_type
-- shares    gone
-- grain     object_id
-- required  service_desk_id
-- numbers   8
-- column    1  object_id        key    The service desk's id and the type's.
-- column    2  request_type_id  key    The type's id, unique on its site.
-- column    3  service_desk_id  key    The service desk that has it: a row of service_desk.
-- column    4  issue_type_id    key    The type of its issues.
-- column    5  name             text   Its name, redacted.
-- column    6  description      text   What is said about it, redacted.
-- column    7  help_text        text   What helps customers to fill it in, redacted.
-- column    8  restriction      plain  Whether everybody may raise it: open, restricted or other; null where the site does not tell.
with

joined as (
    select
        held.object_id,
        held.request_type_id,
        held.service_desk_id,
        held.issue_type_id,
        held.name,
        nullif(held.description, '')  as description,
        nullif(held.help_text, '')  as help_text,
        held.restriction
    from jira.request_type as held
    anti join gone on gone.object_id = held.object_id and gone.stream = 'request_type'
    anti join gone as above on above.object_id = held.service_desk_id and above.stream = 'service_desk'
)

select * from joined
