-- One row per complete listing of what settings select, as they are now, since one was kept last: the last two of each stream.
select walk.stream, walk.walk_id
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
qualify row_number() over (partition by walk.stream order by walk.walk_id desc) <= 2
