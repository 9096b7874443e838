-- One row per state: how many attachments that exist are in it, and how many bytes were announced for them.
--
-- reads   mart.attachment
select 'attachment' as stream, upload_state as state, count(*) as files, coalesce(sum(size_bytes), 0) as bytes
from mart.attachment
group by upload_state
order by upload_state
