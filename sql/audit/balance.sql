-- Is everything that the site showed either published, deleted, unwanted or open?
-- One row per stream that is read, and per stream whose objects wait for consent to leave, of which those count. shown counts the
-- objects that any response of the site showed. Each is published (a row of its dataset, or of its next generation if a check holds
-- that back), deleted (gone: audit deleted shows the evidence; an attachment goes with its page), unwanted (excluded by a setting) or
-- open (could not be read, accepted or not: audit missing says why). The four add up to shown. missing counts objects that are none
-- of these, with the first of their ids;
-- in_datasets counts rows: those of published objects and of earlier versions of open ones.
--
-- needs  settings
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
