-- One row per space, as last seen.
--
-- grain   space_id
-- newest  landed_seq
-- stream  space
-- field   id varchar, key varchar, name varchar, type varchar, status varchar
-- field   "authorId" varchar, "createdAt" varchar, "homepageId" varchar
-- field   homepage struct(id varchar), "creationDate" varchar, creator struct("accountId" varchar, "userKey" varchar)
-- field   metadata struct(labels struct(results struct(id varchar, name varchar, prefix varchar)[]))
-- column  space_id      key            The space's id, unique on its site.
-- column  space_key     key_or_person  The space's key; a personal space's key is an account id and becomes a pseudonym.
-- column  name          text           The name of the space, redacted.
-- column  type          plain          global, personal, collaboration, knowledge_base, onboarding, xflow_sample_space, system, service or other.
-- column  status        plain          current or archived; other where it is no known word; null where the site does not tell, as some versions of Data Center.
-- column  author_id     person         Who created the space: a pseudonym of the account id.
-- column  homepage_id   key            The id of the space's home page.
-- column  created_at    time           When the space was created, UTC.
-- column  category_ids  key            The ids of its categories, where the answer tells them, as on Data Center; between blanks.
-- column  categories    json           Their names and prefixes in the same order, as a list, redacted.
-- required space_key
-- take    status  current, archived, null
-- leave   status  trashed
-- doubt   status  other
-- shown   handle   space_key
-- shown   status   status
-- shown   created  created_at
with

source as (
    select
        ---------- keys
        id                                as space_id,
        pseudonym(key, 'space_key')       as space_key,
        pseudonym(coalesce("authorId", creator."accountId", creator."userKey"), 'account_id') as author_id,
        coalesce("homepageId", homepage.id)  as homepage_id,
        array_to_string(list_transform(metadata.labels.results, lambda label: label.id), ' ')  as category_ids,

        ---------- texts
        redact(name)                      as name,
        redact_json(
            cast(
                to_json(
                    list_transform(metadata.labels.results, lambda label: {'name': label.name, 'prefix': label.prefix})
                ) as varchar
            )
        )                                 as categories,
        -- What is no word of the vocabulary may be anything.
        case
            when type in ('global', 'personal', 'collaboration', 'knowledge_base', 'onboarding', 'xflow_sample_space', 'system', 'service') then type
            when type is not null then 'other'
        end                       as type,
        case
            when status in ('current', 'archived', 'trashed') then status
            when status is not null then 'other'
        end                       as status,

        ---------- times
        make_timestamp(epoch_us(cast(coalesce("createdAt", "creationDate") as timestamptz)))  as created_at,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
