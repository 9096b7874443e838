-- One row per run, staged column, type, rule, version and action: what redaction found there and did with it.
--
-- key      run_id, relation, column_name, type, rule, version, action
-- log
-- numbers  12
-- column   1   exported_at
-- column   2   run_id
-- column   3   relation
-- column   4   column_name
-- column   5   policy
-- column   6   type
-- column   7   rule
-- column   8   version
-- column   9   confidence
-- column   10  action
-- column   11  findings
-- column   12  texts
select run_id, relation, column_name, policy, type, rule, version, confidence, action, findings, texts
from sync.redaction
