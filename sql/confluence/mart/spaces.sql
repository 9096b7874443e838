-- One row per space that is read, including empty ones.
--
-- rows      space
-- shares    gone, site, named_space
-- grain     space_id
-- required  space_key
-- numbers   8
-- column    1  space_id     key            The space's id, unique on its site.
-- column    2  space_key    key_or_person  Its key; a pseudonym for a personal space.
-- column    3  space_name   text           Its name, redacted; null for a personal space, which is named after its owner.
-- column    4  space_type   plain          global, personal, collaboration, knowledge_base, onboarding, xflow_sample_space, system, service or other.
-- column    5  status       plain          current or archived; other where it is no known word; null where the site does not tell.
-- column    6  homepage_id  key            The id of its home page.
-- column    7  created_at   time           When it was created, UTC.
-- column    8  web_url      key            Its address in a browser, for a personal space that of its home page; null behind a gateway.
with

joined as (
    select
        ---------- keys
        space.space_id,
        space.space_key,

        ---------- texts
        space.shown_name                              as space_name,
        space.type                                    as space_type,
        space.status,
        space.homepage_id,
        space.created_at,
        case
            when space.is_named then site.address || '/spaces/' || space.space_key
            else site.address || '/pages/viewpage.action?pageId=' || space.homepage_id
        end                                           as web_url
    from named_space as space
    cross join site
    anti join gone on gone.object_id = space.space_id and gone.stream = 'space'
)

select * from joined
