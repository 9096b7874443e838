-- One row per stream and reason: how many objects are gone.
select stream, reason, count(*) as objects
from sync.deletion
where state = 'deleted'
group by stream, reason
order by stream, reason
