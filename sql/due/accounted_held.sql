-- One row per object that is held, of the streams that the settings ask for, and of others what waits for consent to leave: how it
-- ended and why, and whether it is a row of its dataset.
with

-- What lies in a container is a row where its container is one.
attached as (
    select held.*
    from held
    inner join facet on facet.stream = held.stream
    where (facet.is_wanted or (facet.is_dated and held.reason is null)) and len(facet.containers) > 0
),

container as (
    select held.stream, held.object_id
    from held
    semi join attached on attached.container_stream = held.stream and attached.container_id = held.object_id
    where held.reason is null
),

kept as (
    select attached.*, container.object_id is not null as has_container
    from attached
    left join container
        on container.stream = attached.container_stream and container.object_id = attached.container_id
)

select
    held.stream,
    held.object_id,
    case
        when unread.object_id is not null then 'open'
        when held.reason is not null then 'deleted'
        else 'published'
    end as state,
    coalesce(unread.cause, held.reason) as cause,
    held.reason is null as is_row
from held
inner join facet on facet.stream = held.stream
left join unread on unread.stream = held.stream and unread.object_id = held.object_id
where (facet.is_wanted or (facet.is_dated and held.reason is null)) and len(facet.containers) = 0

union all

select
    kept.stream,
    kept.object_id,
    case
        when unread.object_id is not null then 'open'
        when kept.reason is not null then 'deleted'
        when kept.has_container then 'published'
        when gone.object_id is not null then 'deleted'
        when above.object_id is not null then 'open'
        when excluded.excluded_by is not null or kept.container_stream not in (select stream from facet where is_wanted) then 'unwanted'
        when is_left_out(kept.container_stream, kept.container_id, setting) then 'unwanted'
        -- The container is selected, or no selection of it was listed yet: it is still to be read.
        when setting.selected_by[kept.container_stream] is not null then 'open'
        -- They are listed for the whole site.
        when setting.has_named_scopes then 'unwanted'
    end as state,
    case
        when unread.object_id is not null then unread.cause
        when kept.reason is not null then kept.reason
        when kept.has_container then null
        when gone.object_id is not null then 'with its ' || kept.container_stream || ': ' || gone.reason
        when above.object_id is not null then 'its ' || kept.container_stream || ': ' || above.cause
        when excluded.excluded_by is not null then 'its ' || kept.container_stream || ' lies outside of ' || excluded.excluded_by
        when kept.container_stream not in (select stream from facet where is_wanted) then 'it lies in a ' || kept.container_stream
        when is_left_out(kept.container_stream, kept.container_id, setting)
            then 'its ' || kept.container_stream || ' lies outside of ' || setting.selected_by[kept.container_stream]
        when setting.selected_by[kept.container_stream] is not null
            then 'its ' || kept.container_stream || ' was not read yet'
        when setting.has_named_scopes then 'its ' || kept.container_stream || ' lies outside of ' || setting.scopes_word
    end as cause,
    kept.reason is null and kept.has_container as is_row
from kept
cross join setting
left join unread on unread.stream = kept.stream and unread.object_id = kept.object_id
left join gone on gone.stream = kept.container_stream and gone.object_id = kept.container_id
left join unread as above on above.stream = kept.container_stream and above.object_id = kept.container_id
left join excluded
    on excluded.stream = kept.container_stream and excluded.object_id = kept.container_id and excluded.excluded_by is not null
