-- Which people from outside take part, and where?
-- One row per account of a customer: projects in which it reported issues, comments or takes part in a request, and how much.
-- An account that no listing of people has, and that a service desk lists as a customer, counts as one.
--
-- only   deployment = "cloud"  Data Center does not tell whose accounts are customers'
-- needs  issue, user_account by datasets = ["issue", "user"]
-- may    customer (account_id varchar, is_active boolean) by datasets = ["customer"]
-- may    comment (issue_id varchar, author_id varchar, created_at timestamptz) by datasets = ["comment"]
-- may    request_participant (issue_id varchar, account_id varchar) by datasets = ["request"]
-- bar    account_id, issues  issues in which a customer takes part
with

outside as (
    select account_id, is_active from user_account where account_type = 'customer'
    union
    select account_id, bool_or(is_active) as is_active
    from customer
    where account_id is not null and account_id not in (select account_id from user_account)
    group by account_id
),

part as (
    select reporter_id as account_id, issue_id, created_at as seen_at, 1 as reported, 0 as comments from issue
    union all
    select author_id as account_id, issue_id, created_at as seen_at, 0 as reported, 1 as comments from comment
    union all
    select account_id, issue_id, null as seen_at, 0 as reported, 0 as comments from request_participant
)

select
    outside.account_id,
    outside.is_active,
    count(distinct issue.issue_id)                                          as issues,
    coalesce(sum(part.reported), 0)                                         as reported,
    coalesce(sum(part.comments), 0)                                         as comments,
    list_sort(list(distinct issue.project_key) filter (where issue.project_key is not null))  as project_keys,
    max(part.seen_at)                                                       as newest
from outside
left join part on part.account_id = outside.account_id
left join issue on issue.issue_id = part.issue_id
group by outside.account_id, outside.is_active
order by issues desc, outside.account_id
