-- One row per object and staged column in which something was found: what was done to its text.
--
-- key  relation, column_name, object_id
select relation, column_name, object_id, run_id, policy, findings, lower(hex(input_hmac)) as input_hmac,
    lower(hex(output_sha256)) as output_sha256
from sync.redacted
