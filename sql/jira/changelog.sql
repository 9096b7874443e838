-- One row per entry of the changelog of an issue: what somebody changed at one time.
--
-- grain   history_id
-- newest  landed_seq
-- stream  changelog
-- field   id varchar, author struct("accountId" varchar, key varchar, name varchar), created varchar
-- field   items struct(field varchar, fieldtype varchar, "fieldId" varchar, "from" varchar, "fromString" varchar, "to" varchar, "toString" varchar)[]
-- column  history_id        key     The entry's id, unique on its site.
-- column  issue_id          key     The issue that was changed.
-- column  author_id         person  Who changed it: a pseudonym of the account id, on Data Center of the user key.
-- column  created_at        time    When it was changed, UTC.
-- column  status_from       key     The id of the status before; null where the status was not changed.
-- column  status_to         key     The id of the status after.
-- column  status_from_name  text    The name of the status before, redacted.
-- column  status_to_name    text    The name of the status after, redacted.
-- column  assignee_from     person  Who was to do it before: a pseudonym.
-- column  assignee_to       person  Who was to do it after: a pseudonym.
-- column  priority_from     key     The id of the priority before.
-- column  priority_to       key     The id of the priority after.
-- column  resolution_from   key     The id of the resolution before.
-- column  resolution_to     key     The id of the resolution after.
-- column  issue_type_from   key     The id of the type before.
-- column  issue_type_to     key     The id of the type after.
-- column  project_from      key     The id of the project before.
-- column  project_to        key     The id of the project after.
-- column  key_from          key     The key before.
-- column  key_to            key     The key after.
-- column  items             json    What was changed, redacted: field, field_id, field_type and, where they may not be a person's, from, from_text, to and to_text of each.
-- required created_at
-- shown   container  issue_id
-- shown   container_stream  'issue'
-- shown   changed  created_at
-- shown   created  created_at
with

-- Data Center tells no ids of fields; those of the system are called so.
told as (
    select
        id,
        scope,
        author,
        created,
        list_transform(items, lambda item: {
            'id': coalesce(
                item."fieldId",
                case
                    when item.fieldtype <> 'jira' then null
                    when lower(item.field) = 'key' then 'issuekey'
                    else lower(item.field)
                end
            ),
            'item': item,
            -- Custom fields hold people as well; other values of theirs are short numbers, as those of options, or have none. On Data
            -- Center, which tells no ids of fields, a login may be a number: only fields of Jira Software are known to hold no people.
            'is_person': lower(coalesce(item."fieldId", item.field)) in ('assignee', 'reporter', 'creator', 'watchers')
                or (
                    item.fieldtype is distinct from 'jira'
                    and concat(item."from", item."to") <> ''
                    and not (
                        (item."fieldId" is not null or lower(item.field) in ('sprint', 'epic link', 'parent link'))
                        and regexp_full_match(concat_ws(',', item."from", item."to"), '[, \[\]]*([0-9]{1,18}([, \[\]]+|$))*')
                    )
                )
        })                                                as changed,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
),

apart as (
    select
        *,
        list_filter(changed, lambda one: one.id = 'status')[-1].item      as status,
        list_filter(changed, lambda one: one.id = 'assignee')[-1].item    as assignee,
        list_filter(changed, lambda one: one.id = 'priority')[-1].item    as priority,
        list_filter(changed, lambda one: one.id = 'resolution')[-1].item  as resolution,
        list_filter(changed, lambda one: one.id = 'issuetype')[-1].item   as issue_type,
        list_filter(changed, lambda one: one.id = 'project')[-1].item     as project,
        list_filter(changed, lambda one: one.id = 'issuekey')[-1].item    as issue_key
    from told
),

source as (
    select
        ---------- keys
        id                                                as history_id,
        scope                                             as issue_id,
        status."from"                                     as status_from,
        status."to"                                       as status_to,
        priority."from"                                   as priority_from,
        priority."to"                                     as priority_to,
        resolution."from"                                 as resolution_from,
        resolution."to"                                   as resolution_to,
        issue_type."from"                                 as issue_type_from,
        issue_type."to"                                   as issue_type_to,
        project."from"                                    as project_from,
        project."to"                                      as project_to,
        issue_key."fromString"                            as key_from,
        issue_key."toString"                              as key_to,

        ---------- people
        pseudonym(
            coalesce(nullif(author."accountId", ''), nullif(author.key, ''), author.name), 'account_id'
        ) as author_id,
        pseudonym(nullif(assignee."from", ''), 'account_id')  as assignee_from,
        pseudonym(nullif(assignee."to", ''), 'account_id')    as assignee_to,

        ---------- texts
        redact(status."fromString")                       as status_from_name,
        redact(status."toString")                         as status_to_name,
        redact_json(cast(to_json(list_transform(changed, lambda one: {
            'field': one.item.field,
            'field_id': one.id,
            'field_type': one.item.fieldtype,
            'from': case when not one.is_person then one.item."from" end,
            'from_text': case when not one.is_person then one.item."fromString" end,
            'to': case when not one.is_person then one.item."to" end,
            'to_text': case when not one.is_person then one.item."toString" end
        })) as varchar))                                  as items,

        ---------- times
        make_timestamp(epoch_us(try_cast(created as timestamptz)))  as created_at,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from apart
)

select * from source
