-- Which versions of the models and of redaction produced the data?
-- One row per relation, with the versions of the redaction rules that found something in it, and the key that was used.
with

rule as (
    select
        relation,
        string_agg(distinct rule || ' ' || version, ', ' order by rule || ' ' || version) as redaction_rules
    from sync.redaction
    group by relation
)

select
    relation.relation,
    relation.fingerprint,
    relation.built_at,
    relation.staged_to,
    rule.redaction_rules,
    identity.key_id,
    identity.database_id
from sync.relation as relation
cross join sync.identity as identity
left join rule on rule.relation = relation.relation
order by relation.relation
