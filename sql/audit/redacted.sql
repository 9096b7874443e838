-- What was redacted, by column and type?
-- One row per column, type and rule, over all runs.
select
    relation,
    column_name,
    type,
    rule,
    max(version)   as version,
    sum(findings)  as findings,
    max(run_id)    as last_run
from sync.redaction
group by relation, column_name, type, rule
order by relation, column_name, type, rule
