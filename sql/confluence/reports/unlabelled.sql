-- Which pages have no label?
-- One row per page or blog post without one. On Cloud, labels are read with datasets = ["label"]; where nothing tells the
-- labels of a page, it does not count as one without.
--
-- over   known_labels
-- needs  space_content
-- needs  content_label by datasets = ["label"] else space_content.labels
select page.space_key, page.page_id, page.title, page.web_url, page.modified_at
from space_content as page
inner join known_labels as known on known.page_id = page.page_id
where page.status = 'current' and len(known.labels) = 0
order by page.space_key, page.modified_at desc, page.page_id
