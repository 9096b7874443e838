-- Which pages have no label?
-- One row per page or blog post without one. On Cloud, labels are read with datasets = ["label"]; where nothing tells the
-- labels of a page, it does not count as one without.
--
-- over   labelled
-- needs  space_content
-- needs  content_label by datasets = ["label"] else space_content.labels
with

has as (
    select bool_or(dataset = 'content_label') as labels from published
)

select page.space_key, page.page_id, page.title, page.web_url, page.modified_at
from space_content as page
cross join has
anti join labelled on labelled.page_id = page.page_id
where page.status = 'current' and (has.labels or page.labels is not null)
order by page.space_key, page.modified_at desc, page.page_id
