-- One row per queue of a service desk.
--
-- needs     queue
-- shares    gone
-- grain     object_id
-- required  service_desk_id
-- numbers   5
-- column    1  object_id        key   The service desk's id and the queue's.
-- column    2  queue_id         key   The queue's id.
-- column    3  service_desk_id  key   The service desk that has it: a row of service_desk.
-- column    4  name             text  Its name, redacted.
-- column    5  jql              text  The search for its issues, redacted: without people.
with

joined as (
    select
        held.object_id,
        held.queue_id,
        held.service_desk_id,
        held.name,
        held.jql
    from jira.queue as held
    anti join gone on gone.object_id = held.object_id and gone.stream = 'queue'
    anti join gone as above on above.object_id = held.service_desk_id and above.stream = 'service_desk'
)

select * from joined
