-- How streams are listed where settings describe it: what a listing of another description showed proves nothing.

drop view sync.complete;

-- One row per stream that settings describe.
create table sync.described (
    stream varchar not null,
    -- The fingerprint of what its description says of its listings.
    description varchar not null,
    -- When it became another one; null for the first one.
    since timestamp,
    -- It is another one, and is not listed again as a whole yet.
    is_pending boolean not null
);
-- The end of the time that a walk reads; null where it has none, and in walks of an older program.
alter table sync.walk add column until_time timestamp;

-- One row per stream and scope that something is known of: complete to when; to no time where something of it was not read, or
-- before a census has verified its history, for what moves while a site is listed is on no page of the listing, or before a stream
-- that is described otherwise is listed again. The row
-- without a scope is the stream as a whole: complete to the least of its scopes.
create view sync.complete as
with

-- The feed and the census of the whole site hold for each of its scopes.
site as (
    select stream, max(complete_to) as complete_to
    from (
        select stream, seen_at as complete_to from sync.watermark where kind = 'feed'
        union all
        select stream, complete_to from sync.census
    )
    group by stream
),

-- History that is read over all scopes at once.
windows as (
    select distinct stream, scope_id as scope
    from sync.chunk
    where scope_id = '' and state <> 'retired'
),

-- Streams whose history no census has verified, and those that are to be listed again.
unverified as (
    select stream
    from sync.chunk
    where state <> 'retired' and stream not in (select stream from sync.census)
    union
    select stream from sync.described where is_pending
),

proven as (
    select stream, scope, complete_to from sync.stream
    union all
    -- What comes later is followed from the first run on.
    select windows.stream, windows.scope, site.complete_to
    from windows
    inner join site on site.stream = windows.stream
),

listed as (
    select stream, scope, max(complete_to) as complete_to
    from proven
    group by stream, scope
),

-- A scope that the settings left out was followed until then.
placed as (
    select
        listed.stream,
        listed.scope,
        coalesce(listed.complete_to <= departed.complete_to, false) as is_departed,
        case
            when unverified.stream is not null then null
            when listed.complete_to <= departed.complete_to then departed.complete_to
            else greatest(listed.complete_to, site.complete_to)
        end as complete_to
    from listed
    left join site on site.stream = listed.stream
    left join unverified on unverified.stream = listed.stream
    left join sync.departed as departed on departed.stream = listed.stream and departed.scope_id = listed.scope
),

-- Scopes whose history was not read, and that nothing else proves.
unread as (
    select distinct chunk.stream
    from sync.chunk as chunk
    anti join sync.stream as listed on listed.stream = chunk.stream and listed.scope = chunk.scope_id
    where chunk.scope_id <> '' and chunk.state in ('due', 'running', 'failed')
)

select stream, scope, complete_to
from placed
where scope <> ''

union all

select
    placed.stream,
    '' as scope,
    case when unread.stream is null and count(*) = count(placed.complete_to) then min(placed.complete_to) end as complete_to
from placed
left join unread on unread.stream = placed.stream
where not placed.is_departed
group by placed.stream, unread.stream;
