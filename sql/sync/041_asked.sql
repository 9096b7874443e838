-- What settings ask for of a stream beside its description: what was listed while they asked for less is no longer all of it.
-- Every stream has a row from now on; of those that settings do not describe the description is empty.

-- The fingerprint of the mode, the dates and the scopes; null in rows of an older program.
alter table sync.described add column asked varchar;
-- The form in which the records come, as the setting and its value; null where they have one alone, or of an older program.
alter table sync.described add column form varchar;

-- One row per stream and scope that was listed: to when its listings hold, by themselves and with what is followed over the whole
-- site, whatever else is to be listed before the stream is complete.
create view sync.followed as
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

proven as (
    select stream, scope, complete_to from sync.stream
    union all
    -- What comes later is followed from the first run on.
    select windows.stream, windows.scope, site.complete_to
    from windows
    inner join site on site.stream = windows.stream
),

listed as (
    select stream, scope, max(complete_to) as listed_to
    from proven
    group by stream, scope
)

select
    listed.stream,
    listed.scope,
    listed.listed_to,
    greatest(listed.listed_to, site.complete_to) as followed_to
from listed
left join site on site.stream = listed.stream;

-- One row per stream and scope that something is known of: complete to when; to no time where something of it was not read, or
-- before a census has verified its history, for what moves while a site is listed is on no page of the listing, or before a stream
-- that is described or asked for otherwise is listed again. The row without a scope is the stream as a whole: complete to the least
-- of its scopes.
create or replace view sync.complete as
with

-- Streams whose history no census has verified, and those that are to be listed again.
unverified as (
    select stream
    from sync.chunk
    where state <> 'retired' and stream not in (select stream from sync.census)
    union
    select stream from sync.described where is_pending
),

-- A scope that the settings left out was followed until then.
placed as (
    select
        followed.stream,
        followed.scope,
        coalesce(followed.listed_to <= departed.complete_to, false) as is_departed,
        case
            when unverified.stream is not null then null
            when followed.listed_to <= departed.complete_to then departed.complete_to
            else followed.followed_to
        end as complete_to
    from sync.followed as followed
    left join unverified on unverified.stream = followed.stream
    left join sync.departed as departed on departed.stream = followed.stream and departed.scope_id = followed.scope
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
