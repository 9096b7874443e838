-- Who contributes how much, by month?
-- One row per person and month (UTC): versions made, on how many pages, pages created among them, and comments written.
--
-- needs     page_version by datasets = ["page_version"]
-- may       comment (author_id varchar, created_at timestamptz) by datasets = ["comment"]
-- timeline  month, versions  versions made in each month
with

written as (
    select
        author_id,
        strftime(make_timestamp(epoch_us(created_at)), '%Y-%m')  as month,
        count(*)                                                as versions,
        count(distinct page_id)                                 as pages,
        count(*) filter (where version_number = 1)              as created
    from page_version
    group by author_id, month
),

said as (
    select author_id, strftime(make_timestamp(epoch_us(created_at)), '%Y-%m') as month, count(*) as comments
    from comment
    where created_at is not null
    group by author_id, month
),

has as (
    select bool_or(dataset = 'comment') as comments from published
)

select
    coalesce(written.month, said.month)                      as month,
    coalesce(written.author_id, said.author_id)              as author_id,
    coalesce(written.versions, 0)                            as versions,
    coalesce(written.pages, 0)                               as pages,
    coalesce(written.created, 0)                             as created,
    case when has.comments then coalesce(said.comments, 0) end  as comments
from written
full join said on said.author_id is not distinct from written.author_id and said.month = written.month
cross join has
order by month, versions desc, author_id
