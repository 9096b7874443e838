-- Does everything that the site showed end as published, deleted, unwanted or open?
-- One row per stream that is read: the four add up to shown, or missing names objects of which nobody knows where they are.
-- Open is what could not be read, accepted or not (audit unread), deleted what is gone (audit deleted), unwanted what the
-- settings leave out. Datasets hold in_datasets of them: those that are published, and the former versions of open ones.
--
-- over    what the settings ask for
with

counted as (
    select
        stream,
        count(*)                                          as shown,
        count(*) filter (where state = 'published')       as published,
        count(*) filter (where state = 'deleted')         as deleted,
        count(*) filter (where state = 'unwanted')        as unwanted,
        count(*) filter (where state = 'open')            as open,
        count(*) filter (where state is null)             as missing,
        count(*) filter (where is_row)                    as in_datasets,
        list(object_id) filter (where state is null)      as missing_objects
    from accounted
    group by stream
)

select
    stream,
    shown,
    published,
    deleted,
    unwanted,
    open,
    missing,
    in_datasets,
    array_to_string(list_sort(missing_objects)[:20], ', ')  as missing_objects
from counted
order by stream
