-- Who changed permissions, restrictions, groups or roles, and when?
-- One row per such event of the audit log, latest first.
--
-- needs     audit_event by datasets = ["audit_event"]
-- timeline  occurred_at  events in each month
select
    occurred_at,
    author_id,
    by_admin,
    category,
    summary,
    object_type,
    object_name,
    objects,
    changed_values
from audit_event
where lower(category) = 'permissions' or regexp_matches(lower(summary), 'permission|restriction|group|role|access|admin')
order by occurred_at desc, event_id
