-- One row per time that somebody looked at a sealed page in clear, without who and why.
--
-- key  seq, disclosed_at
-- log
select seq, disclosed_at
from sync.disclosure
