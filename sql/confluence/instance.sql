-- One row per site that is read, as last seen.
--
-- grain   instance_id
-- newest  landed_seq
-- stream  instance
-- needs   instance
-- field   "cloudId" varchar, "commitHash" varchar, "baseUrl" varchar, edition varchar, "siteTitle" varchar
-- field   "defaultLocale" varchar, "defaultTimeZone" varchar
-- field   version varchar, "buildNumber" varchar, "buildDate" varchar
-- column  instance_id   key    The id of the site: on Cloud its own, on Data Center its address.
-- column  base_url      key    The address that the site says it has.
-- column  edition       plain  free, standard, premium, enterprise or other; null on Data Center.
-- column  title         text   The title of the site, redacted; null on Data Center.
-- column  locale        text   Its default locale, redacted; null on Data Center.
-- column  time_zone     text   Its default time zone, redacted; null on Data Center.
-- column  version       plain  The version of the program, as 9.2.0; null on Cloud.
-- column  build         key    The number of its build, on Cloud the hash of its commit.
-- column  built_at      time   When it was built, UTC; null on Cloud.
with

source as (
    select
        ---------- keys
        coalesce("cloudId", "baseUrl")        as instance_id,
        "baseUrl"                             as base_url,
        coalesce("commitHash", "buildNumber") as build,

        ---------- texts
        redact("siteTitle")                   as title,
        redact("defaultLocale")               as locale,
        redact("defaultTimeZone")             as time_zone,

        ---------- state
        case
            when lower(edition) in ('free', 'standard', 'premium', 'enterprise') then lower(edition)
            when edition is not null then 'other'
        end                                   as edition,
        -- What is no version may be anything.
        case when regexp_full_match(version, '[0-9]+([.][0-9]+)*(-[a-z0-9]+)?') then version end  as version,

        ---------- times
        -- How Data Center writes it is not documented.
        make_timestamp(epoch_us(try_cast("buildDate" as timestamptz)))  as built_at,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
