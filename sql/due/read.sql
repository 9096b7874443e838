-- One row per stream that the settings ask for.
select stream
from facet
where is_wanted
