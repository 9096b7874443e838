-- One row per stream of which settings select and whose selection, as it is now, was listed to its end since it was kept last.
select walk.stream, max(walk.walk_id) as walk_id
from sync.walk as walk
cross join setting
left join sync.described as described on described.stream = walk.stream
left join sync.selection as kept on kept.stream = walk.stream
where
    setting.selected_by[walk.stream] is not null
    and walk.kind = 'census'
    and walk.state = 'ended'
    and walk.walk_id > coalesce(kept.walk_id, 0)
    and (described.since is null or walk.started_at >= described.since)
group by walk.stream
