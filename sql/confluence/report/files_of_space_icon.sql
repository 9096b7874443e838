-- One row per state: how many icons of spaces have a file in it; the site announces no bytes for them.
--
-- reads  mart.space_icon
select 'space_icon' as stream, upload_state as state, count(*) as files, 0 as bytes
from mart.space_icon
where upload_state is not null
group by upload_state
order by upload_state
