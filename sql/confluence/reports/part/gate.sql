-- One row per space, set of restricted pages, and account that may read the pages that lie behind exactly these.
-- An account has to be a reader of the space and to pass the restriction of each page of the set.
--
-- over   reader
-- needs  space_content
-- needs  effective_restriction, content_restriction by datasets = ["content_restriction"]
-- needs  group_member by datasets = ["user"]
with

gate as (
    select distinct page.space_id, restriction.restricted_ids
    from effective_restriction as restriction
    inner join space_content as page on page.page_id = restriction.page_id
    where restriction.is_known
),

admitted as (
    select content_id, account_id
    from content_restriction
    where operation = 'read' and account_id is not null

    union

    select restriction.content_id, member.account_id
    from content_restriction as restriction
    inner join group_member as member on member.group_id = restriction.group_id
    where restriction.operation = 'read'
),

step as (
    select space_id, restricted_ids, unnest(restricted_ids) as content_id from gate
),

passed as (
    select step.space_id, step.restricted_ids, admitted.account_id, count(*) as steps
    from step
    inner join admitted on admitted.content_id = step.content_id
    group by step.space_id, step.restricted_ids, admitted.account_id
)

select gate.space_id, gate.restricted_ids, reader.account_id
from gate
inner join reader on reader.space_id = gate.space_id
where len(gate.restricted_ids) = 0

union all

select passed.space_id, passed.restricted_ids, passed.account_id
from passed
inner join reader on reader.space_id = passed.space_id and reader.account_id = passed.account_id
where passed.steps = len(passed.restricted_ids)
