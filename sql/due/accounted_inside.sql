-- One row per object that is held and lies in another, of the streams that are read, and of others what waits for consent to leave:
-- how it ended and why, and whether it is a row of its dataset. It is one where its container is one, which may lie in another itself,
-- as an attachment with its versions in a page, and what it is about, as a label is about a page.
with

kept as (
    select held.*, container.object_id is not null as has_container
    from held
    inner join facet on facet.stream = held.stream
    left join held as container
        on container.stream = held.container_stream and container.object_id = held.container_id and container.reason is null
    where (facet.is_wanted or (facet.is_dated and held.reason is null)) and len(facet.containers) > 0
),

-- By what it lies in, whatever that lies in.
contained as (
    select
        kept.stream,
        kept.object_id,
        kept.container_stream,
        kept.container_id,
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
),

-- What others are about, beside what they lie in.
matter as (
    select stream, object_id, state, cause, is_row from accounted_held where stream in (select about from facet)
    union all
    select stream, object_id, state, cause, is_row from contained where stream in (select about from facet)
),

-- What goes with what it lies in, or is about, though nothing says so of itself.
along as (
    select
        contained.*,
        case
            when not above.is_row then above.state
            when facet.about is not null and matter.is_row is distinct from true then coalesce(matter.state, 'unwanted')
        end as state_of_other,
        case
            when not above.is_row then contained.container_stream || ': ' || above.cause
            else facet.about || coalesce(': ' || matter.cause, ' is not read')
        end as cause_of_other
    from contained
    inner join facet on facet.stream = contained.stream
    left join contained as above
        on above.stream = contained.container_stream and above.object_id = contained.container_id
    left join matter
        on matter.stream = facet.about and matter.object_id = split_part(contained.object_id, ':', -1)
)

select
    stream,
    object_id,
    if(is_row and state_of_other is not null, state_of_other, state) as state,
    case
        when not is_row or state_of_other is null then cause
        when state_of_other = 'deleted' then 'with its ' || cause_of_other
        else 'its ' || cause_of_other
    end as cause,
    is_row and state_of_other is null as is_row
from along
