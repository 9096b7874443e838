-- What was ever redacted, by column, type and rule, under which policy?
-- One row per column, type, rule and action, over all runs: what was read again, for example after a policy change, counts
-- again.
select
    relation,
    column_name,
    policy,
    type,
    rule,
    max(version)     as version,
    max(confidence)  as confidence,
    action,
    sum(findings)    as findings,
    sum(texts)       as texts,
    max(run_id)      as last_run
from sync.redaction
group by relation, column_name, policy, type, rule, action
order by relation, column_name, policy, type, rule, action
