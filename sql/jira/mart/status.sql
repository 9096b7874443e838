-- One row per status of issues that exists.
--
-- needs     status
-- shares    gone
-- grain     status_id
-- numbers   5
-- column    1  status_id    key    The status's id, unique on its site.
-- column    2  name         text   Its name, redacted; two projects may have statuses of one name.
-- column    3  description  text   What is said about it, redacted.
-- column    4  category     plain  Its category: new, indeterminate (in progress), done, undefined or other.
-- column    5  project_id   key    The project that alone has it; null where all may.
with

joined as (
    select held.status_id, held.name, nullif(held.description, '') as description, held.category, held.project_id
    from jira.status as held
    anti join gone on gone.object_id = held.status_id and gone.stream = 'status'
)

select * from joined
