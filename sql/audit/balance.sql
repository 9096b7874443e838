-- Is everything that the site showed either published, deleted, unwanted or open?
-- One row per stream that is read, scopes and empty ones too, and per stream whose objects wait for consent to leave, of which those
-- count. shown counts the objects that any response of the site showed. Each is published (a row of its dataset, or of its next
-- generation if a check holds that back), deleted (gone: audit deleted shows the evidence; an attachment goes with its page), unwanted
-- (excluded by a setting) or open (could not be read, accepted or not: audit missing says why). The four add up to shown. missing
-- counts objects that are none of these, with the first of their ids; in_datasets counts rows: those of published objects and of
-- earlier versions of open ones.
--
-- needs  settings
with

counted as (
    select
        facet.stream,
        count(accounted.object_id)                                             as shown,
        count(*) filter (where accounted.state = 'published')                  as published,
        count(*) filter (where accounted.state = 'deleted')                    as deleted,
        count(*) filter (where accounted.state = 'unwanted')                   as unwanted,
        count(*) filter (where accounted.state = 'open')                       as open,
        count(accounted.object_id) filter (where accounted.state is null)      as missing,
        count(*) filter (where accounted.is_row)                               as in_datasets,
        list(accounted.object_id) filter (where accounted.state is null)       as missing_objects
    from facet
    left join accounted on accounted.stream = facet.stream
    where facet.is_wanted or facet.is_scope or accounted.object_id is not null
    group by facet.stream
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
