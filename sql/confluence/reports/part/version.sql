-- One row per version of a page or blog post whose text is published.
-- The newest is that of the page itself; those before it have one where bodies of versions are read.
--
-- needs  space_content
-- may    page_version (page_id varchar, version_number integer, body_text varchar) by version_bodies = true
-- given  wanted (object_id varchar)
with

newest as (
    select page.version_number, page.title, plain_text(page.body_storage) as text
    from space_content as page
    semi join wanted on wanted.object_id = page.page_id
),

former as (
    select version.version_number, cast(null as varchar) as title, version.body_text as text
    from page_version as version
    semi join wanted on wanted.object_id = version.page_id
    anti join newest on newest.version_number = version.version_number
    where version.body_text is not null
)

select * from newest
union all
select * from former
order by version_number
