-- One row per stream and scope: how far its newest-first feed was followed.
--
-- key  stream, scope, kind
select stream, scope, kind, newest_at, seen_at, begun_at
from sync.watermark
