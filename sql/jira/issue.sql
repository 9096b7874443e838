-- One row per issue, as last seen.
--
-- grain   issue_id
-- newest  updated_at
-- stream  issue
-- whole   object
-- field   id varchar, key varchar
-- field   fields struct(summary varchar, created varchar, updated varchar, resolutiondate varchar, duedate varchar, project struct(id varchar, "projectTypeKey" varchar), issuetype struct(id varchar, name varchar, subtask boolean, "hierarchyLevel" bigint), status struct(id varchar, name varchar, "statusCategory" struct(key varchar)), priority struct(id varchar, name varchar), resolution struct(id varchar, name varchar), security struct(id varchar), creator struct("accountId" varchar, key varchar, name varchar), reporter struct("accountId" varchar, key varchar, name varchar), assignee struct("accountId" varchar, key varchar, name varchar), parent struct(id varchar, key varchar), subtasks struct(id varchar)[], labels varchar[], components struct(id varchar)[], "fixVersions" struct(id varchar)[], versions struct(id varchar)[], timetracking struct("originalEstimateSeconds" bigint, "remainingEstimateSeconds" bigint, "timeSpentSeconds" bigint), votes struct(votes bigint), watches struct("watchCount" bigint))
-- column  issue_id                    key     The issue's id, unique on its site.
-- column  issue_key                   key     Its key, as OPS-7; another one after a move to another project.
-- column  project_id                  key     The project it is in.
-- column  project_type                key     The type of that project, as software or service_desk.
-- column  issue_type_id               key     The id of its type.
-- column  issue_type                  text    The name of its type, redacted.
-- column  is_subtask                  plain   Whether its type is one of subtasks.
-- column  hierarchy_level             plain   The level of its type: -1 of subtasks, 0, 1 of epics and so on; null on Data Center.
-- column  status_id                   key     The id of its status.
-- column  status                      text    The name of its status, redacted.
-- column  status_category             plain   The category of its status: new, indeterminate (in progress), done, undefined or other.
-- column  priority_id                 key     The id of its priority.
-- column  priority                    text    The name of its priority, redacted.
-- column  resolution_id               key     The id of its resolution; null while it has none.
-- column  resolution                  text    The name of its resolution, redacted.
-- column  security_level_id           key     The id of its security level; null where it has none.
-- column  parent_id                   key     The issue above it; null where there is none.
-- column  parent_key                  key     The key of that issue.
-- column  subtask_count               plain   Number of its subtasks.
-- column  component_ids               key     The ids of its components, between blanks.
-- column  fix_version_ids             key     The ids of the versions it is fixed in, between blanks.
-- column  affected_version_ids        key     The ids of the versions it affects, between blanks.
-- column  sprint_ids                  key     The ids of the sprints it is or was in, between blanks.
-- column  labels                      json    Its labels as a list, redacted.
-- column  creator_id                  person  Who created it: a pseudonym of the account id, on Data Center of the user key.
-- column  reporter_id                 person  Who reported it: a pseudonym in the same way.
-- column  assignee_id                 person  Who is to do it: a pseudonym in the same way; null where it is nobody.
-- column  summary                     text    Its summary, redacted.
-- column  body_adf                    adf     Its description as Atlassian Document Format, redacted; null on Data Center.
-- column  body_wiki                   text    Its description as wiki text, redacted; null on Cloud.
-- column  environment_adf             adf     Its environment as Atlassian Document Format, redacted; null on Data Center.
-- column  environment_wiki            text    Its environment as wiki text, redacted; null on Cloud.
-- column  vote_count                  plain   Number of votes.
-- column  watcher_count               plain   Number of watchers.
-- column  original_estimate_seconds   plain   How long it was thought to take at first, in seconds.
-- column  remaining_estimate_seconds  plain   How long it is thought to take still, in seconds.
-- column  time_spent_seconds          plain   How long was worked on it, in seconds.
-- column  due_on                      plain   The day it is due.
-- column  resolved_at                 time    When its resolution was set last, UTC.
-- column  created_at                  time    When it was created, UTC.
-- column  updated_at                  time    When it was changed last, UTC.
-- required project_id, created_at, updated_at
-- shown   scope  project_id
-- shown   above  parent_id
-- shown   status  project_type
-- shown   changed  updated_at
-- shown   created  created_at
with

told as (
    select
        id,
        key,
        fields,
        fields.status."statusCategory".key      as category,
        fields.creator                          as creator,
        fields.reporter                         as reporter,
        fields.assignee                         as assignee,
        json_extract(object, ['$.fields.description', '$.fields.environment']) as texts,
        texts[1] as body,
        texts[2] as place,
        -- Which custom fields hold sprints is not known here: each element of a list is looked at.
        json_extract(object, '$.fields.*[*]')  as elements,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
),

source as (
    select
        ---------- keys
        id                                 as issue_id,
        key                                as issue_key,
        fields.project.id                  as project_id,
        -- What is no word of a program may be anything.
        nullif(regexp_extract(fields.project."projectTypeKey", '^[a-z_-]+$'), '')  as project_type,
        fields.issuetype.id                as issue_type_id,
        fields.status.id                   as status_id,
        fields.priority.id                 as priority_id,
        fields.resolution.id               as resolution_id,
        fields.security.id                 as security_level_id,
        fields.parent.id                   as parent_id,
        fields.parent.key                  as parent_key,
        nullif(array_to_string(list_transform(fields.components, lambda one: one.id), ' '), '')     as component_ids,
        nullif(array_to_string(list_transform(fields."fixVersions", lambda one: one.id), ' '), '')  as fix_version_ids,
        nullif(array_to_string(list_transform(fields.versions, lambda one: one.id), ' '), '')  as affected_version_ids,
        -- An object with a board and a state; on Data Center what Java prints of one.
        nullif(array_to_string(list_filter(list_transform(elements, lambda one: case
            when json_exists(one, '$.boardId') and json_exists(one, '$.state') then json_extract_string(one, '$.id')
            when json_type(one) = 'VARCHAR'
                then regexp_extract(json_extract_string(one, '$'), 'greenhopper[^\[]*\[(?:[^\]]*?,)?id=([0-9]+),', 1)
        end), lambda id: regexp_full_match(id, '[0-9]+')), ' '), '')  as sprint_ids,

        ---------- people
        pseudonym(
            coalesce(nullif(creator."accountId", ''), nullif(creator.key, ''), creator.name), 'account_id'
        ) as creator_id,
        pseudonym(
            coalesce(nullif(reporter."accountId", ''), nullif(reporter.key, ''), reporter.name), 'account_id'
        ) as reporter_id,
        pseudonym(
            coalesce(nullif(assignee."accountId", ''), nullif(assignee.key, ''), assignee.name), 'account_id'
        ) as assignee_id,

        ---------- texts
        redact(fields.summary)             as summary,
        redact(fields.issuetype.name)      as issue_type,
        redact(fields.status.name)         as status,
        redact(fields.priority.name)       as priority,
        redact(fields.resolution.name)     as resolution,
        redact_json(cast(to_json(fields.labels) as varchar))  as labels,
        redact_adf(case when json_type(body) = 'OBJECT' then cast(body as varchar) end) as body_adf,
        redact(case when json_type(body) = 'VARCHAR' then json_extract_string(body, '$') end) as body_wiki,
        redact_adf(case when json_type(place) = 'OBJECT' then cast(place as varchar) end) as environment_adf,
        redact(case when json_type(place) = 'VARCHAR' then json_extract_string(place, '$') end) as environment_wiki,

        ---------- state
        fields.issuetype.subtask           as is_subtask,
        fields.issuetype."hierarchyLevel"  as hierarchy_level,
        case
            when category in ('new', 'indeterminate', 'done', 'undefined') then category
            when category is not null then 'other'
        end                                as status_category,
        len(fields.subtasks)               as subtask_count,
        fields.votes.votes                 as vote_count,
        fields.watches."watchCount"        as watcher_count,
        fields.timetracking."originalEstimateSeconds"   as original_estimate_seconds,
        fields.timetracking."remainingEstimateSeconds"  as remaining_estimate_seconds,
        fields.timetracking."timeSpentSeconds"          as time_spent_seconds,
        try_cast(fields.duedate as date)   as due_on,

        ---------- times
        make_timestamp(epoch_us(try_cast(fields.resolutiondate as timestamptz)))  as resolved_at,
        make_timestamp(epoch_us(try_cast(fields.created as timestamptz)))  as created_at,
        make_timestamp(epoch_us(try_cast(fields.updated as timestamptz)))  as updated_at,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from told
)

select * from source
