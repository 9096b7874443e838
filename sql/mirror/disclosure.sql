-- One row per time that somebody saw a sealed response in clear text, without who and why.
--
-- key      seq, disclosed_at
-- log
-- numbers  3
-- column   1  exported_at
-- column   2  seq
-- column   3  disclosed_at
select seq, disclosed_at
from sync.disclosure
