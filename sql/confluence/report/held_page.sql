-- One row: a page or blog post as it is held, whether it is published, and in which generation.
--
-- reads  confluence.page, confluence.space, mart.space_content
with

newest as (
    select max(generation) as generation from sync.export where state = 'published'
),

-- The newest generation, as far as it holds the dataset.
standing as (
    select dataset.generation
    from sync.export_dataset as dataset
    inner join newest on newest.generation = dataset.generation
    where dataset.dataset = 'space_content'
),

published as (
    select page_id from mart.space_content where page_id = $id
)

select
    page.status,
    page.version_number,
    page.version_created_at,
    page.space_id,
    space.space_key,
    page.parent_id,
    page.answered_at,
    page.landed_seq,
    published.page_id is not null as is_published,
    (select generation from standing) as generation
from confluence.page as page
left join confluence.space as space on space.space_id = page.space_id
left join published on published.page_id = page.page_id
where page.page_id = $id and page.content_type = $stream
