-- One row per space in scope: configured, and shown by the last complete listing of spaces.
with

newest as (
    select max(walk_id) as walk_id
    from sync.walk
    where stream = 'space' and kind = 'census' and state = 'ended'
)

select sighting.object_id as space_id
from land.sighting as sighting
inner join newest on newest.walk_id = sighting.walk_id
where sighting.stream = 'space'
