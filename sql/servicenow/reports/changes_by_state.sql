-- How many changes are there, by type and state?
-- One row per type and state, in the words or numbers of the instance.
--
-- may  change_request (type varchar, state varchar, sys_updated_on timestamp) by tables = ["change"]
-- bar  type, state, changes  changes, by type and state
select
    cast(type as varchar)   as type,
    cast(state as varchar)  as state,
    count(*)                as changes,
    max(sys_updated_on)     as newest_change
from change_request
group by cast(type as varchar), cast(state as varchar)
order by changes desc, type, state
