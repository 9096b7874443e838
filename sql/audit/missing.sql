-- Which objects are missing from the datasets, and why?
-- One row per object that could not be read, is gone, or whose file is not stored, and one per dataset that is held back,
-- with everything that changed in it. What a container contains goes with it.
--
-- needs  settings
with

unread as (
    select
        stream,
        case kind when 'listing' then rtrim('listing: ' || object || ' ' || scope) else object end as object,
        'not read' as reason,
        arg_max(cause, changed_at) as detail,
        min(found_at) as since
    from sync.quarantine
    where state <> 'resolved'
    group by all
),

deleted as (
    select stream, object_id as object, 'deleted: ' || reason as reason, evidence as detail, seen_at as since
    from sync.deletion
    where state = 'deleted'
),

attempt as (
    select
        stream,
        object_id,
        container_id,
        version_number,
        state,
        cause,
        size_limit,
        started_at,
        row_number() over (
            partition by stream, object_id
            order by version_number desc, case when state = 'stored' then 1 else 2 end, upload_id desc
        ) as place
    from sync.upload
),

-- Files of what is not gone, nor what it lies in.
unstored as (
    select
        attempt.stream,
        attempt.object_id as object,
        'file ' || replace(attempt.state, '_', ' ') as reason,
        coalesce(attempt.cause, 'larger than ' || attempt.size_limit || ' bytes') as detail,
        attempt.started_at as since
    from attempt
    anti join deleted on deleted.object in (attempt.object_id, attempt.container_id)
    where attempt.place = 1 and attempt.state <> 'stored'
),

newest as (
    select generation, published_at from sync.export where state = 'published' order by generation desc limit 1
),

held as (
    select
        'dataset' as stream,
        dataset.dataset as object,
        'held back' as reason,
        dataset.cause as detail,
        newest.published_at as since
    from sync.export_dataset as dataset
    inner join newest on newest.generation = dataset.generation
    where dataset.state = 'held'
),

-- What lies in something that could not be read or is gone.
along as (
    select
        accounted.stream,
        accounted.object_id                                          as object,
        case accounted.state when 'open' then 'not read' else 'deleted' end  as reason,
        accounted.cause                                              as detail,
        cast(null as timestamp)                                      as since
    from accounted
    anti join unread on unread.stream = accounted.stream and unread.object = accounted.object_id
    anti join deleted on deleted.stream = accounted.stream and deleted.object = accounted.object_id
    where accounted.state in ('open', 'deleted')
),

together as (
    select * from unread
    union all
    select * from along
    union all
    select * from deleted
    union all
    select * from unstored
    union all
    select * from held
)

select * from together
order by stream, object, reason
