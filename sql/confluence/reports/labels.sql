-- Which labels are used, how much and where?
-- One row per label of a page or blog post.
--
-- over   labelled
-- needs  space_content
-- needs  content_label by datasets = ["label"] else space_content.labels
-- bar    name, pages  pages with each label
select
    labelled.name,
    count(*)                             as pages,
    count(distinct page.space_id)        as spaces,
    max(page.modified_at)                as newest_change
from labelled
inner join space_content as page on page.page_id = labelled.page_id
group by labelled.name
order by pages desc, labelled.name
