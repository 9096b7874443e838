-- Which pages are worth most, by views, updates, incoming links and likes?
-- One row per page or blog post. score adds up, for each of the four, which part of all pages it is ahead of: 0 to 4. What is
-- not read is null and adds nothing.
--
-- over   link
-- needs  space_content
-- may    page_view (content_id varchar, view_count bigint) by datasets = ["page_view"]
-- may    content_like (page_id varchar, account_id varchar) by datasets = ["like"]
-- bar    title, score  score of the most valuable pages, from 0 to 4
with

viewed as (
    select content_id as page_id, sum(view_count) as views from page_view group by content_id
),

liked as (
    select page_id, count(*) as likes from content_like group by page_id
),

linked as (
    select target_id as page_id, count(distinct page_id) as incoming
    from link
    where state = 'there' and page_id <> target_id
    group by target_id
),

has as (
    select
        bool_or(dataset = 'page_view')     as views,
        bool_or(dataset = 'content_like')  as likes
    from published
),

counted as (
    select
        page.page_id,
        page.space_key,
        page.title,
        page.web_url,
        case when has.views then coalesce(viewed.views, 0) end  as views,
        page.version_number                                    as updates,
        coalesce(linked.incoming, 0)                           as incoming_links,
        case when has.likes then coalesce(liked.likes, 0) end  as likes
    from space_content as page
    cross join has
    left join viewed on viewed.page_id = page.page_id
    left join liked on liked.page_id = page.page_id
    left join linked on linked.page_id = page.page_id
),

ranked as (
    select
        *,
        percent_rank() over (order by coalesce(views, 0))
            + percent_rank() over (order by coalesce(updates, 0))
            + percent_rank() over (order by incoming_links)
            + percent_rank() over (order by coalesce(likes, 0)) as score
    from counted
)

select * replace (round(score, 2) as score)
from ranked
order by score desc, page_id
