-- Which redaction policies were in force, and who accepted one that protects less?
-- One row per policy that came into force, latest first, with what it protects less and more than the one before.
select since, policy, weaker, stricter, accepted_by
from sync.policy
order by policy_id desc
