-- One row per page or blog post and label that it has.
-- Cloud lists labels by themselves, a page of Data Center carries its own. The personal labels of the reading account are none of
-- the page's.
--
-- needs  space_content
-- may    content_label (content_id varchar, name varchar, prefix varchar) by datasets = ["label"] else space_content.labels
with

carried as (
    select page_id, unnest(labels) as name from space_content
),

listed as (
    select content_id as page_id, name from content_label
    semi join space_content as page on page.page_id = content_label.content_id
    where content_label.prefix is distinct from 'my'
)

select page_id, name from carried
union
select page_id, name from listed
