-- One row per property of a space, as last seen.
--
-- grain   object_id
-- newest  landed_seq
-- stream  space_property
-- needs   space_property
-- field   id varchar, key varchar
-- field   version struct(number integer, "createdBy" varchar, "createdAt" varchar, "when" varchar, "by" struct("accountId" varchar, "userKey" varchar))
-- whole   object
-- named   object_id
-- column  object_id           key     The ids of the space and of the property together.
-- column  space_id            key     The space that has the property.
-- column  property_id         key     The property's id.
-- column  property_key        text    The name that an app gave it, redacted.
-- column  property_value      json    What the app wrote there, redacted.
-- column  version_number      plain   The version, counted from 1.
-- column  version_author_id   person  Who created the version: a pseudonym of the account id.
-- column  version_created_at  time    When the version was created, UTC.
-- required property_key
-- shown   container_stream  'space'
-- shown   container         space_id
-- shown   version           version_number
-- shown   changed           version_created_at
with

source as (
    select
        ---------- keys
        object_id,
        scope                                         as space_id,
        id                                            as property_id,

        ---------- people
        pseudonym(
            coalesce(version."createdBy", version."by"."accountId", version."by"."userKey"), 'account_id'
        )                                             as version_author_id,

        ---------- texts
        redact(key)                                   as property_key,
        -- What a property is called says what its value is.
        redact_json(
            cast(json_extract(object, '$.value') as varchar), concat('value', chr(10), chr(10), key)
        )                                             as property_value,

        ---------- state
        version.number                                as version_number,

        ---------- times
        make_timestamp(epoch_us(cast(coalesce(version."createdAt", version."when") as timestamptz)))  as version_created_at,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
