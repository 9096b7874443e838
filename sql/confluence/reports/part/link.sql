-- One row per page or blog post and thing that its body links to.
-- Things are named by space and title, by id, or by address. state is there (held and published), gone (held once, deleted
-- since), missing (a title that its space, which is read, does not have), unknown (an id that was never held) or outside.
--
-- needs  space_content, spaces, containers, deleted_content
with

-- What code says of links is none.
source as (
    select page_id, space_key, regexp_replace(body_storage, '(?s)<!\[CDATA\[.*?\]\]>', '', 'g') as body
    from space_content
),

site as (
    select max(regexp_extract(web_url, '^(.*)/pages/viewpage[.]action', 1)) as address from space_content
),

tag as (
    select
        page_id,
        space_key,
        unnest(regexp_extract_all(body, '<ri:(?:page|blog-post|content-entity) [^>]*>|<a [^>]*href="[^"]*"')) as tag
    from source
),

plain as (
    select
        page_id,
        starts_with(tag, '<a ')                                                            as is_address,
        coalesce(nullif(regexp_extract(tag, 'ri:space-key="([^"]*)"', 1), ''), space_key)  as key,
        contains(tag, 'ri:content-id=')                                                    as is_id,
        replace(replace(replace(replace(replace(
            regexp_extract(tag, '(?:href|ri:content-title|ri:content-id)="([^"]*)"', 1),
            '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&#39;', ''''), '&amp;', '&')      as text
    from tag
),

-- An address of the site itself names a page by its id, or by space and title.
owned as (
    select
        plain.*,
        not is_address or starts_with(text, '/') or coalesce(starts_with(text, address || '/'), false)  as is_own
    from plain
    cross join site
    where not is_address or regexp_matches(text, '^(?:https?:/)?/')
),

aimed as (
    select
        page_id,
        text,
        is_own,
        case
            when is_id then text
            when is_own and is_address
                then nullif(regexp_extract(text, '(?:[?&]pageId=|/pages/|/blog/(?:[0-9]+/){3})([0-9]+)', 1), '')
        end                                                                           as id,
        case when is_address then url_decode(regexp_extract(text, '/display/([^/?#]+)/[^/?#]+', 1)) else key end  as key,
        case
            when is_own and is_address
                then nullif(url_decode(replace(regexp_extract(text, '/display/[^/?#]+/([^/?#]+)', 1), '+', ' ')), '')
            when not is_address and not is_id then text
        end                                                                           as title
    from owned
),

-- A title is unique among the pages of a space; a blog post may have that of a page.
titled as (
    select space_key, title, min_by(page_id, content_type <> 'page') as page_id
    from space_content
    group by space_key, title
),

buried as (
    select space_key, title, min(object_id) as object_id
    from deleted_content where content_type <> 'attachment'
    group by space_key, title
),

resolved as (
    select
        aimed.page_id,
        coalesce(page.page_id, container.container_id, titled.page_id, gone.object_id, buried.object_id)  as target_id,
        aimed.text,
        case
            when not aimed.is_own then 'outside'
            when coalesce(page.page_id, titled.page_id) is not null
                or container.state in ('unread', 'current', 'archived') then 'there'
            when coalesce(gone.object_id, buried.object_id) is not null then 'gone'
            when aimed.id is not null then 'unknown'
            when aimed.title is not null and space.space_key is not null then 'missing'
            else 'outside'
        end                                                                            as state
    from aimed
    left join space_content as page on page.page_id = aimed.id
    left join containers as container on container.container_id = aimed.id
    left join deleted_content as gone on gone.object_id = aimed.id
    left join titled on titled.space_key = aimed.key and titled.title = aimed.title
    left join buried on buried.space_key = aimed.key and buried.title = aimed.title
    left join spaces as space on space.space_key = aimed.key
)

select page_id, target_id, text as target, state, count(*) as links
from resolved
group by all
