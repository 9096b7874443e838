-- One row per attachment that exists, whatever became of its page.
--
-- shares  gone
select held.*
from confluence.attachment as held
anti join gone on gone.object_id = held.attachment_id and gone.stream = 'attachment'
where held.status in ('current', 'archived')
