-- One row per redaction policy that came into force.
--
-- key      policy_id
-- log
-- numbers  7
-- column   1  exported_at
-- column   2  policy_id
-- column   3  since
-- column   4  policy
-- column   5  weaker
-- column   6  stricter
-- column   7  accepted_by
select
    policy_id,
    since,
    policy,
    array_to_string(weaker, '; ')    as weaker,
    array_to_string(stricter, '; ')  as stricter,
    accepted_by
from sync.policy
