-- One row per object to be fetched by its id: a listing without bodies showed it otherwise than it is held, or it is not
-- held and in scope, or all that it showed is read again; or it could not be read so far, or somebody asked for its history
-- again. What is held has to be as it is on the site whatever its date: whether it is still in scope then, its new version tells.
with

differing as (
    select wanted.stream, wanted.object_id, wanted.version_at
    from followed as wanted
    cross join setting
    left join held on held.stream = wanted.stream and held.object_id = wanted.object_id
    left join sync.mark as mark on mark.stream = wanted.stream and mark.object_id = wanted.object_id
    where
        -- What is there is followed until it is taken out.
        (is_selected(wanted.stream, wanted.object_id, setting) or (held.object_id is not null and held.reason is null))
        and case
            when held.object_id is null then wanted.is_in_time
            -- A server that lags behind the listing may have answered with what was there before.
            when wanted.version_number > held.version_number and wanted.version_at > held.version_at then true
            when held.landed_seq <= wanted.whole_seq and held.reason is null then true
            when held.landed_seq > wanted.after_seq then false
            when held.reason is not null then wanted.is_in_time or held.reason <> 'out_of_scope'
            -- A listing of ids says of what is held that it is there.
            when wanted.is_id_alone then false
            else
                coalesce(held.version_number <> wanted.version_number, false)
                or held.version_at is distinct from wanted.version_at
                or held.scope_id is distinct from wanted.scope_id
                or held.status is distinct from wanted.status
                -- What the run of the listing has read itself is as the listing shows it.
                or mark.mark <> wanted.mark
                or (wanted.mark is not null and mark.mark is null and held.landed_seq <= wanted.begun_seq)
                -- Nothing follows where the listing does not tell.
                or coalesce(held.above_id, '') <> wanted.above_id
        end
),

-- What the feed of history found that is read again whole, until it is.
repeated as (
    select sighting.stream, sighting.object_id, sighting.version_at
    from land.sighting as sighting
    inner join sync.walk as walk on walk.walk_id = sighting.walk_id and walk.kind = 'history'
    inner join sync.chunk as chunk on chunk.chunk_id = walk.chunk_id and chunk.is_whole and chunk.state = 'running'
    inner join held on held.stream = sighting.stream and held.object_id = sighting.object_id
    left join land.response as landed on landed.seq = held.landed_seq
    where
        held.reason is null
        and coalesce(landed.walk_id, 0) < sighting.walk_id
        and sighting.version_at >= chunk.from_time
        and sighting.version_at < chunk.to_time
),

-- What has no id of its own can only come with a listing.
unreadable as (
    select quarantine.stream, quarantine.object as object_id, null as version_at
    from sync.quarantine as quarantine
    inner join facet on facet.stream = quarantine.stream and facet.is_wanted and facet.is_askable
    cross join setting
    where
        quarantine.kind = 'object'
        and quarantine.state = 'open'
        and (
            quarantine.scope = '' or not setting.has_named_scopes or quarantine.scope in (select scope_id from scope)
        )
        and is_selected(quarantine.stream, quarantine.object, setting)
        -- What redaction failed on is here: it is staged again from the response that has it.
        and (quarantine.stream, quarantine.object, quarantine.landed_seq) not in (
            select (held.stream, held.object_id, held.landed_seq)
            from held
            semi join land.response as landed on landed.seq = held.landed_seq
            where held.object_hash = ''::blob
        )
        and not regexp_matches(quarantine.object, '^(without an id, |object [0-9]+ of its (page|response)$|rows hidden by access rules$)')
),

due as (
    select * from differing
    union all
    select * from repeated
    union all
    select * from unreadable
)

select stream, object_id, max(version_at) as version_at
from due
group by stream, object_id
