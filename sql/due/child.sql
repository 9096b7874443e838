-- One row per parent whose children are to be listed: they never were, or not since it changed, or the last try failed, or the
-- time has come.
--
-- $stream  the stream of the children
-- $now     the time
-- $every   how many seconds may lie between two listings
with

listed as (
    select * from sync.children where stream = $stream
),

failed as (
    select scope as parent_id, max(changed_at) as failed_at
    from sync.quarantine
    where kind = 'listing' and stream = $stream and state = 'open'
    group by scope
)

select parent.object_id as parent_id
from held as parent
inner join facet as child on child.stream = $stream and child.parent = parent.stream
left join held as above on above.stream = parent.container_stream and above.object_id = parent.container_id
left join listed on listed.parent_id = parent.object_id
left join failed on failed.parent_id = parent.object_id
where
    parent.standing = 'here'
    and parent.reason is null
    -- Of a scope that is not listed nothing can be asked for, nor of what lies in something that is gone.
    and (parent.stream not in (select stream from facet where is_scope) or parent.object_id in (select scope_id from scope))
    and above.reason is null
    -- Of a parent that has such a status no more, what it had is looked at once more.
    and (
        len(child.parent_statuses) = 0
        or list_contains(child.parent_statuses, parent.status)
        or listed.parent_id is not null
    )
    and $stream not in (select stream from spared)
    and (
        listed.parent_id is null
        or (child.is_followed and parent.changed_seq > listed.followed_seq)
        or listed.listed_at + to_seconds(coalesce(child.listed_every, $every)) <= $now
        or (
            listed.listed_at + to_seconds(child.running_every) <= $now
            and parent.object_id in (select parent_id from running where stream = $stream)
        )
        -- The clock was set back since.
        or listed.listed_at > $now
        or failed.parent_id is not null
    )
-- Those that failed do not keep the others from being listed.
order by failed.failed_at nulls first, parent.changed_seq, parent.object_id
