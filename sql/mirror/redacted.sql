-- One row per object and staged column in which something was found: what was done to its text.
--
-- key      relation, column_name, object_id
-- numbers  9
-- column   1  exported_at
-- column   2  relation
-- column   3  column_name
-- column   4  object_id
-- column   5  run_id
-- column   6  policy
-- column   7  findings
-- column   8  input_hmac
-- column   9  output_sha256
select relation, column_name, object_id, run_id, policy, findings, lower(hex(input_hmac)) as input_hmac,
    lower(hex(output_sha256)) as output_sha256
from sync.redacted
