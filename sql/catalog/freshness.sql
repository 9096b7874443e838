-- One row per dataset: complete to when, when its source was last checked, how much is open and how much was accepted, and by what it
-- is complete where that is less than the records of the site: the search index.
-- The view completeness shows the same for each stream and scope that feeds it; gaps lists what could not be read.
with

stream as (
    select distinct connection, dataset, stream, complete_to, looked_at, open, accepted, outcome, complete_by
    from main.completeness
    where scope_id is null
),

-- A dataset that no stream feeds by itself, as that of what is gone, is as fresh as all of them.
feeding as (
    select connection, dataset, stream, complete_to, looked_at, open, accepted, outcome, complete_by from stream
    union
    select dataset.connection, dataset.dataset, stream.stream, complete_to, looked_at, open, accepted, outcome, complete_by
    from main.dataset as dataset
    anti join stream as itself on itself.connection = dataset.connection and itself.dataset = dataset.dataset
    inner join stream on stream.connection = dataset.connection
),

fed as (
    select
        connection,
        dataset,
        case when count(*) = count(complete_to) then min(complete_to) end  as complete_to,
        min(looked_at)                                                     as looked_at,
        sum(open)                                                          as open,
        sum(accepted)                                                      as accepted,
        bool_or(outcome = 'incomplete')                                    as is_incomplete,
        string_agg(distinct complete_by, ', ' order by complete_by)        as complete_by
    from feeding
    group by connection, dataset
)

select
    dataset.connection,
    dataset.dataset,
    fed.complete_to,
    fed.looked_at,
    coalesce(fed.open, 0)      as open,
    coalesce(fed.accepted, 0)  as accepted,
    case
        when dataset.state <> 'published' or coalesce(fed.is_incomplete, true) then 'incomplete'
        when fed.accepted = 0 then 'complete'
        when fed.accepted = 1 then 'complete except 1 acknowledged gap'
        else 'complete except ' || fed.accepted || ' acknowledged gaps'
    end                        as outcome,
    dataset.state,
    dataset.row_count,
    dataset.generation,
    dataset.published_at,
    fed.complete_by
from main.dataset as dataset
left join fed on fed.connection = dataset.connection and fed.dataset = dataset.dataset
order by dataset.connection, dataset.dataset
