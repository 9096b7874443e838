-- Which documentation is kept up, and which is stale, by space and owner?
-- One row per space and owner. Pages and blog posts count as active if they changed within 90 days before the publication,
-- as stale if they did not change for a year; archived ones do not count.
--
-- over   aged
-- bar    space_key, owner_id, stale  pages that did not change for a year, by space and owner
select
    space_key,
    owner_id,
    count(*)                                                     as pages,
    count(*) filter (where days_unchanged <= 90)                 as active,
    count(*) filter (where days_unchanged > 365)                 as stale,
    round(count(*) filter (where days_unchanged > 365) / count(*), 3)  as stale_share,
    min(modified_at)                                             as oldest_change,
    max(modified_at)                                             as newest_change
from aged
where status = 'current'
group by space_key, owner_id
order by stale desc, pages desc, space_key, owner_id
