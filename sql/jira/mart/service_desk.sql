-- One row per service desk that exists.
--
-- needs     service_desk
-- shares    gone
-- grain     service_desk_id
-- numbers   3
-- column    1  service_desk_id  key  The service desk's id, unique on its site.
-- column    2  project_id       key  The project that it belongs to.
-- column    3  project_key      key  The key of that.
with

joined as (
    select
        held.service_desk_id,
        held.project_id,
        held.project_key
    from jira.service_desk as held
    anti join gone on gone.object_id = held.service_desk_id and gone.stream = 'service_desk'
)

select * from joined
