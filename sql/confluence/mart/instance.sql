-- One row per site that is read: where it is and what runs it.
--
-- needs     instance
-- shares    gone
-- grain     instance_id
-- numbers   9
-- column    1  instance_id  key    The id of the site: on Cloud its own, on Data Center its address.
-- column    2  base_url     key    The address that the site says it has.
-- column    3  edition      plain  free, standard, premium, enterprise or other; null on Data Center.
-- column    4  title        text   The title of the site, redacted; null on Data Center.
-- column    5  locale       text   Its default locale, redacted; null on Data Center.
-- column    6  time_zone    text   Its default time zone, redacted; null on Data Center.
-- column    7  version      plain  The version of the program, as 9.2.0; null on Cloud.
-- column    8  build        key    The number of its build, on Cloud the hash of its commit.
-- column    9  built_at     time   When it was built, UTC; null on Cloud.
with

joined as (
    select
        held.instance_id,
        held.base_url,
        held.edition,
        held.title,
        held.locale,
        held.time_zone,
        held.version,
        held.build,
        held.built_at
    from confluence.instance as held
    anti join gone on gone.object_id = held.instance_id and gone.stream = 'instance'
)

select * from joined
