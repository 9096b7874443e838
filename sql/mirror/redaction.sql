-- One row per run, staged column, type, rule, version and action: what redaction found there and did with it.
--
-- key  run_id, relation, column_name, type, rule, version, action
-- log
select run_id, relation, column_name, policy, type, rule, version, confidence, action, findings, texts
from sync.redaction
