-- How a run ended, in words for people and in columns for programs; and to when a whole stream is complete.

-- complete, complete except N acknowledged gaps, or incomplete; null where the run did not come to its end.
alter table sync.run add column outcome varchar;
-- What could not be read when it ended: still due, and acknowledged.
alter table sync.run add column open bigint;
alter table sync.run add column accepted bigint;
-- Checks that did not hold, and the datasets held back because of them.
alter table sync.run add column broken_checks varchar[];
alter table sync.run add column held varchar[];
-- Deletions that waited for consent.
alter table sync.run add column refused_deletions struct(stream varchar, objects bigint, held bigint, evidence varchar)[];

-- An older program kept all of this as JSON in cause, and each refusal as '80 of 100 page: evidence'.
update sync.run set
    outcome = 'incomplete',
    open = from_json(cause, '{"open": "bigint"}').open,
    accepted = 0,
    broken_checks = from_json(cause, '{"broken_checks": ["varchar"]}').broken_checks,
    held = from_json(cause, '{"held": ["varchar"]}').held,
    refused_deletions = list_transform(
        from_json(cause, '{"refused_deletions": ["varchar"]}').refused_deletions,
        lambda refused: {
            'stream': regexp_extract(refused, '^\d+ of \d+ ([^:]*): ', 1),
            'objects': try_cast(regexp_extract(refused, '^(\d+) of ', 1) as bigint),
            'held': try_cast(regexp_extract(refused, '^\d+ of (\d+) ', 1) as bigint),
            'evidence': regexp_extract(refused, '^[^:]*: (.*)$', 1)
        }
    ),
    cause = 'incomplete, as an older version of catchment recorded it'
where starts_with(cause, '{');

-- What an older program found to be done; gaps were not told from nothing.
update sync.run set outcome = 'complete', open = 0, accepted = 0 where state = 'done';

drop view sync.complete;

-- One row per stream and scope that something is known of: complete to when; to no time where something of it was not read, or
-- before a census has verified its history, for what moves while a site is listed is on no page of the listing. The row
-- without a scope is the stream as a whole: complete to the least of its scopes.
create view sync.complete as
with

-- The feed and the census of the whole site hold for each of its spaces.
site as (
    select stream, max(complete_to) as complete_to
    from (
        select stream, seen_at as complete_to from sync.watermark where kind = 'feed'
        union all
        select stream, complete_to from sync.census
    )
    group by stream
),

-- History that is read over all spaces at once.
windows as (
    select distinct stream, space_id as scope
    from sync.chunk
    where space_id = '' and state <> 'retired'
),

-- Streams whose history no census has verified.
unverified as (
    select distinct stream
    from sync.chunk
    where state <> 'retired' and stream not in (select stream from sync.census)
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

-- A space that left the scope was followed until then.
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
    left join sync.departed as departed on departed.stream = listed.stream and departed.space_id = listed.scope
),

-- Spaces whose history was not read, and that nothing else proves.
unread as (
    select distinct chunk.stream
    from sync.chunk as chunk
    anti join sync.stream as listed on listed.stream = chunk.stream and listed.scope = chunk.space_id
    where chunk.space_id <> '' and chunk.state in ('due', 'running', 'failed')
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
