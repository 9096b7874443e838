-- One row per page or blog post whose labels are known, with all of them.
-- They are where labels are read, and where a page carries a list of its own that lacks none.
--
-- over   labelled
-- needs  space_content
with

has as (
    select bool_or(dataset = 'content_label') as labels from published
),

marked as (
    select page_id, list(name) as labels from labelled group by page_id
)

select page.page_id, coalesce(marked.labels, []) as labels
from space_content as page
cross join has
left join marked on marked.page_id = page.page_id
where has.labels or page.labels is not null
