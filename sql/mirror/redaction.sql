-- One row per run, staged column, type, rule and version: what redaction found there.
--
-- key  run_id, relation, column_name, type, rule, version
-- log
select run_id, relation, column_name, type, rule, version, findings
from sync.redaction
