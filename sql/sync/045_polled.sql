-- From where on changes are asked for.

-- When the last complete poll began, by the earlier of the site's clock and ours; null where an older program polled last.
alter table sync.watermark add column polled_at timestamp;
