-- Which configuration items have no relation to another one?
-- One row per class: how many of its items are on neither side of a relation.
--
-- may  ci (sys_id varchar, sys_class_name varchar) by tables = ["cmdb"]
-- may  ci_relation (parent varchar, child varchar) by tables = ["cmdb"]
-- bar  sys_class_name, unrelated  configuration items without a relation, by class
with

related as (
    select parent as sys_id from ci_relation
    union
    select child as sys_id from ci_relation
)

select
    ci.sys_class_name,
    count(*)                                          as items,
    count(*) filter (where related.sys_id is null)    as unrelated
from ci
left join related on related.sys_id = ci.sys_id
group by ci.sys_class_name
order by unrelated desc, ci.sys_class_name
