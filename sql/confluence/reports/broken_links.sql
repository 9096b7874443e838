-- Which links lead nowhere?
-- One row per page or blog post and link. state is gone (what it leads to was deleted), missing (the space has no page of that
-- title), or unknown (nothing with that id was ever read: it is gone, or this account may not see it).
--
-- over   link
-- needs  space_content
select
    page.space_key,
    page.page_id,
    page.title,
    page.web_url,
    link.target,
    link.state,
    link.links
from link
inner join space_content as page on page.page_id = link.page_id
where link.state in ('gone', 'missing', 'unknown')
order by page.space_key, page.page_id, link.target
