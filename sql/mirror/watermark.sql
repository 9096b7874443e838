-- One row per stream and scope: how far its newest-first feed was followed.
--
-- key      stream, scope, kind
-- numbers  7
-- column   1  exported_at
-- column   2  stream
-- column   3  scope
-- column   4  kind
-- column   5  newest_at
-- column   6  seen_at
-- column   7  begun_at
select stream, scope, kind, newest_at, seen_at, begun_at
from sync.watermark
