-- One row per stream that the settings ask for.
select unnest(content_types) as stream
from setting
