-- One row per page or blog post that exists, current or archived.
--
-- shares  gone
select held.*
from confluence.page as held
anti join gone on gone.object_id = held.page_id and gone.stream in ('page', 'blogpost')
where held.status in ('current', 'archived')
