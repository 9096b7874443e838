-- How much documentation does each space and team have?
-- One row per space and team: a group that the owner of a page is in. A page counts for each team of its owner; team is null
-- where the owner is in none, or groups are not read. labelled counts the pages that are known to have a label; it is
-- null where nothing tells the labels of any.
--
-- over   known_labels, aged
-- may    group_member (group_id varchar, account_id varchar) by datasets = ["user"]
-- may    user_group (group_id varchar, name varchar) by datasets = ["user"]
-- bar    space_key, team, pages  pages of each space and team
with

page as (
    select
        page.page_id,
        page.space_key,
        page.owner_id,
        page.word_count,
        len(known.labels) > 0       as is_labelled,
        page.days_unchanged <= 365  as is_kept_up
    from aged as page
    left join known_labels as known on known.page_id = page.page_id
    where page.status = 'current'
),

of_team as (
    select page.*, coalesce(team.name, member.group_id) as team
    from page
    left join group_member as member on member.account_id = page.owner_id
    left join user_group as team on team.group_id = member.group_id
)

select
    space_key,
    team,
    count(*)                                as pages,
    count(distinct owner_id)                as owners,
    sum(word_count)                         as words,
    case when count(is_labelled) > 0 then count(*) filter (where is_labelled) end  as labelled,
    count(*) filter (where is_kept_up)      as changed_within_a_year
from of_team
group by space_key, team
order by space_key, pages desc, team
