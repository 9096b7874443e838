-- One row per event of the audit log.
--
-- grain   event_id
-- newest  landed_seq
-- stream  audit_event
-- needs   audit_event
-- named   event_id
-- field   author struct("accountId" varchar, "userKey" varchar, id varchar, "displayName" varchar, "publicName" varchar, username varchar, name varchar)
-- field   "creationDate" bigint, summary varchar, description varchar, category varchar, "remoteAddress" varchar
-- field   "sysAdmin" boolean, "superAdmin" boolean, "affectedObject" struct(name varchar, "objectType" varchar)
-- field   "associatedObjects" struct(name varchar, "objectType" varchar)[]
-- field   "timestamp" varchar, type struct(category varchar, action varchar), source varchar
-- field   "affectedObjects" struct(name varchar, type varchar, id varchar)[]
-- field   "changedValues" struct(name varchar, key varchar, "oldValue" varchar, "newValue" varchar, "from" varchar, "to" varchar)[]
-- column  event_id        key     The event: a keyed hash.
-- column  occurred_at     time    When it happened, UTC.
-- column  author_id       person  Whose doing it was: a pseudonym of the account id, on Data Center of the user key.
-- column  by_admin        plain   Whether an administrator of the site did it; null on Data Center.
-- column  category        text    The category of the event, redacted.
-- column  summary         text    What happened, redacted, without the names of people that the event tells.
-- column  description     text    More of that, redacted in the same way.
-- column  object_type     text    The type of what it happened to, redacted.
-- column  object_id       key     Its id; null on Cloud, which does not say it, and where it may be a person's.
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
        coalesce(make_timestamp("creationDate" * 1000), make_timestamp(epoch_us(cast("timestamp" as timestamptz))))  as occurred_at,
        coalesce(nullif(author."accountId", ''), nullif(author."userKey", ''), author.id)  as author,
        "sysAdmin" or coalesce("superAdmin", false)                       as by_admin,
        coalesce(category, type.category)                                 as category,
        coalesce(summary, type.action)                                    as summary,
        nullif(description, '')                                           as description,
        coalesce("affectedObject"."objectType", "affectedObjects"[1].type)  as object_type,
        coalesce("affectedObject".name, "affectedObjects"[1].name)        as object_name,
        "affectedObjects"[1].id                                           as affected_id,
        coalesce(
            list_transform("associatedObjects", lambda one: {'type': one."objectType", 'id': null, 'name': one.name}),
            list_transform("affectedObjects"[2:], lambda one: {'type': one.type, 'id': one.id, 'name': one.name})
        )                                                                 as objects,
        [author."displayName", author."publicName", author.username, author.name]  as author_names,
        "changedValues"                                                   as changed_values,
        nullif(coalesce("remoteAddress", source), '')                     as remote_address,
        -- What these are called is no person's name; a personal space is called after its owner.
        string_split('attachment,blog,blog post,blogpost,comment,database,folder,group,page,template,whiteboard', ',')  as things,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
),

judged as (
    select
        *,
        list_contains(things, lower(object_type))                         as is_thing,
        list_append(things, 'space')                                      as with_ids,
        -- A setting of the site has no object.
        coalesce(object_type, '') = ''                                    as is_setting,
        -- An author without an id is the system.
        list_concat(
            case when author is not null then author_names end,
            list_transform(
                list_append(objects, {'type': object_type, 'id': null, 'name': object_name}),
                lambda one: case when not list_contains(things, lower(one.type)) then one.name end
            )
        )                                                                 as people
    from told
),

-- Who is named by others is named wherever a word begins so. What goes on with a name comes before that name.
named as (
    select
        *,
        coalesce('(?i)(^|[^\pL\pN])(?:' || nullif(array_to_string(list_transform(
            list_reverse_sort(list_transform(people, lambda one: lower(trim(one)))),
            lambda one: case when length(one) > 1 then regexp_escape(one) end
        ), '|'), '') || ')', '()\b\B')                                       as name,
        '\1[PERSON_NAME]'                                                 as instead
    from judged
),

source as (
    select
        ---------- keys
        event_id,
        case when list_contains(with_ids, lower(object_type)) then affected_id end  as object_id,

        ---------- people
        pseudonym(author, 'account_id')                                   as author_id,
        by_admin,

        ---------- texts
        redact(category)                                                  as category,
        redact(regexp_replace(summary, name, instead, 'g'))               as summary,
        redact(regexp_replace(description, name, instead, 'g'))           as description,
        redact(nullif(object_type, ''))                                   as object_type,
        redact(case when is_thing then object_name end)                   as object_name,
        redact(remote_address)                                            as remote_address,
        redact_json(cast(to_json(list_transform(objects, lambda one: {
            'type': one.type,
            'id': case when list_contains(with_ids, lower(one.type)) then one.id end,
            'name': case when list_contains(things, lower(one.type)) then one.name end
        })) as varchar))                                                  as objects,
        redact_json(cast(to_json(list_transform(changed_values, lambda one: {
            'name': coalesce(one.name, one.key),
            'oldValue': case when is_thing or is_setting
                then regexp_replace(coalesce(one."oldValue", one."from"), name, instead, 'g') end,
            'newValue': case when is_thing or is_setting
                then regexp_replace(coalesce(one."newValue", one."to"), name, instead, 'g') end
        })) as varchar))                                                  as changed_values,

        ---------- times
        occurred_at,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from named
)

select * from source
