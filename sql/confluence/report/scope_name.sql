-- One row per space: its key, for whoever reads an id in a report.
--
-- reads  confluence.space
select space_id as scope, space_key as name
from confluence.space
