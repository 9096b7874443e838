-- Which knowledge articles have neither an author nor a group that owns them?
-- One row per article that is not retired, the one that was changed longest ago first.
--
-- may  knowledge_article (sys_id varchar, number varchar, workflow_state varchar, author varchar, ownership_group varchar, sys_updated_on timestamp) by tables = ["knowledge"]
select sys_id, number, workflow_state, sys_updated_on
from knowledge_article
where
    coalesce(author, '') = ''
    and coalesce(ownership_group, '') = ''
    and coalesce(cast(workflow_state as varchar), '') <> 'retired'
order by sys_updated_on, sys_id
