-- What is in the pipeline, by stage?
-- One row per stage of opportunities that close on the day of the publication or later; amounts are in the currencies of their
-- records.
--
-- may  opportunity (stage_name varchar, amount decimal(38, 10), close_date date) by objects = ["Opportunity"]
-- bar  stage_name, opportunities  opportunities, by stage
select
    cast(stage_name as varchar)            as stage_name,
    count(*)                               as opportunities,
    sum(try_cast(amount as decimal(38, 10)))  as amount,
    min(try_cast(close_date as date))      as next_close
from opportunity
where try_cast(close_date as date) >= cast(make_timestamp($as_of) as date)
group by cast(stage_name as varchar)
order by opportunities desc, stage_name
