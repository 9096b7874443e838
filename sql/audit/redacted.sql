-- What is redacted in the current data, by column and type, under which policy?
-- One row per column and type of the current data; --history counts everything that was ever read.
--
-- needs  people
with

counted as (
    select
        relation,
        column_name,
        policy,
        object_id,
        unnest(string_split(coalesce(types, 'unknown:' || findings), ',')) as counted
    from sync.redacted
)

select
    relation,
    column_name,
    policy,
    split_part(counted, ':', 1)                        as type,
    sum(cast(split_part(counted, ':', 2) as bigint))   as findings,
    count(*)                                           as texts
from counted
group by all

union all

select relation, column_name, policy, type, texts as findings, texts
from people

order by relation, column_name, policy, type
