-- One row per event of the audit log.
--
-- needs   audit_event
-- grain   event_id
-- newest  landed_seq
-- stream  audit_event
-- named   event_id
-- field   summary varchar, "remoteAddress" varchar, "authorKey" varchar, "authorAccountId" varchar
-- field   created varchar, category varchar, "eventSource" varchar, description varchar
-- field   "objectItem" struct(id varchar, name varchar, "typeName" varchar)
-- field   "associatedItems" struct(id varchar, name varchar, "typeName" varchar)[]
-- field   "timestamp" varchar, type struct(category varchar, action varchar), author struct(id varchar, name varchar), source varchar
-- field   "affectedObjects" struct(id varchar, name varchar, type varchar)[]
-- field   "changedValues" struct("fieldName" varchar, "changedFrom" varchar, "changedTo" varchar, key varchar, name varchar, "from" varchar, "to" varchar)[]
-- column  event_id        key     The event's id, unique on its site; on Data Center, where it has none, a keyed hash.
-- column  occurred_at     time    When it happened, UTC.
-- column  author_id       person  Whose doing it was: a pseudonym of the account id, on Data Center of the user key.
-- column  category        text    The category of the event, redacted.
-- column  summary         text    What happened, redacted, without the names of people that the event tells.
-- column  description     text    More of that, redacted in the same way.
-- column  event_source    text    The app that reports it, redacted; null on Data Center.
-- column  object_type     text    The type of what it happened to, redacted.
-- column  object_id       key     Its id; null where it may be a person's.
-- column  object_name     text    Its name, redacted; null where it may be a person's.
-- column  objects         json    What else is concerned: type, id and name of each, redacted; id and name are null where they may be a person's.
-- column  changed_values  json    The values before and after, redacted in the same way; null where they may be a person's.
-- column  remote_address  text    The network address it was done from, redacted.
-- required occurred_at
-- shown   changed  occurred_at
-- shown   created  occurred_at
with

told as (
    select
        event_id,
        coalesce(created, "timestamp")             as happened,
        coalesce(nullif("authorAccountId", ''), nullif("authorKey", ''), author.id)  as author,
        -- An author without an id is the system.
        case when author.id is not null then author.name end  as author_name,
        coalesce(category, type.category)          as category,
        coalesce(summary, type.action)             as summary,
        nullif(description, '')                    as description,
        nullif("eventSource", '')                  as event_source,
        nullif(coalesce("remoteAddress", source), '')  as remote_address,
        coalesce("objectItem", {
            'id': "affectedObjects"[1].id, 'name': "affectedObjects"[1].name, 'typeName': "affectedObjects"[1].type
        })                                         as object,
        coalesce("associatedItems", list_transform("affectedObjects"[2:], lambda one: {
            'id': one.id, 'name': one.name, 'typeName': one.type
        }))                                        as objects,
        list_transform("changedValues", lambda one: {
            'name': coalesce(one."fieldName", one.name, one.key),
            'from': coalesce(one."changedFrom", one."from"),
            'to': coalesce(one."changedTo", one."to")
        })                                         as changed_values,
        -- What these are called is no person's name.
        string_split('board,custom_field,dashboard,filter,group,issue,issue_type,permission_scheme,project,project_category,'
            || 'project_component,project_role,scheme,screen,version,workflow', ',')  as things,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
),

judged as (
    select
        *,
        coalesce(list_contains(things, lower(object."typeName")), false)  as is_thing,
        -- A setting of the site has no object.
        coalesce(object."typeName", '') = ''                              as is_setting,
        -- Who is concerned, by the id as well, which is a name on Data Center.
        flatten(list_transform(list_filter(
            list_append(objects, object), lambda one: not coalesce(list_contains(things, lower(one."typeName")), false)
        ), lambda one: [one.name, one.id]))                               as people
    from told
),

-- Who is named is named wherever a word begins so. What goes on with a name comes before that name.
named as (
    select
        *,
        coalesce('(?i)(^|[^\pL\pN])(?:' || nullif(array_to_string(list_transform(
            list_reverse_sort(list_transform(list_concat(people, [author, author_name]), lambda one: lower(trim(one)))),
            lambda one: case when length(one) > 1 then regexp_escape(one) end
        ), '|'), '') || ')', '()\b\B')                                       as name,
        '\1[PERSON_NAME]'                                                 as instead
    from judged
),

source as (
    select
        ---------- keys
        event_id,
        case when is_thing then object.id end                 as object_id,

        ---------- people
        pseudonym(author, 'account_id')                       as author_id,

        ---------- texts
        redact(category)                                      as category,
        redact(regexp_replace(summary, name, instead, 'g'))   as summary,
        redact(regexp_replace(description, name, instead, 'g'))  as description,
        redact(event_source)                                  as event_source,
        redact(object."typeName")                             as object_type,
        redact(case when is_thing then object.name end)       as object_name,
        redact(remote_address)                                as remote_address,
        redact_json(cast(to_json(list_transform(objects, lambda one: {
            'type': one."typeName",
            'id': case when list_contains(things, lower(one."typeName")) then one.id end,
            'name': case when list_contains(things, lower(one."typeName")) then one.name end
        })) as varchar))                                      as objects,
        redact_json(cast(to_json(list_transform(changed_values, lambda one: {
            'name': one.name,
            'from': case when is_thing or is_setting then regexp_replace(one."from", name, instead, 'g') end,
            'to': case when is_thing or is_setting then regexp_replace(one."to", name, instead, 'g') end
        })) as varchar))                                      as changed_values,

        ---------- times
        make_timestamp(epoch_us(try_cast(happened as timestamptz)))  as occurred_at,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from named
)

select * from source
