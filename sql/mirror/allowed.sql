-- One row per stream and kind of question that was too much for the site: how much it takes.
--
-- key  stream, question
select stream, question, most, since
from sync.allowed
