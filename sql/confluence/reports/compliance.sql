-- Which pages break a rule of the configuration?
-- One row per page or blog post that is current and rule that it breaks, with what it lacks. The rules are the setting
-- compliance of the connection. A page whose labels nothing tells breaks no rule about labels.
--
-- over   known_labels, aged
-- may    user_account (account_id varchar, account_status varchar) by datasets = ["user"]
-- given  compliance (name varchar, space_keys varchar[], labels_all varchar[], labels_any varchar[], owner boolean, max_age_days bigint)
with

page as (
    select
        page.space_key,
        page.page_id,
        page.title,
        page.web_url,
        page.owner_id,
        known.labels,
        page.days_unchanged
    from aged as page
    left join known_labels as known on known.page_id = page.page_id
    where page.status = 'current'
),

ruled as (
    select
        page.*,
        rule.name                                               as rule,
        list_filter(rule.labels_all, lambda label: not list_contains(page.labels, label))  as lacking,
        rule.labels_any,
        rule.owner and page.owner_id is null                    as is_unowned,
        rule.owner and account.account_status in ('inactive', 'closed')  as is_left,
        page.days_unchanged > rule.max_age_days                 as is_old
    from page
    left join user_account as account on account.account_id = page.owner_id
    inner join compliance as rule
        on len(rule.space_keys) = 0
        or len(list_filter(rule.space_keys, lambda pattern: page.space_key glob pattern)) > 0
),

broken as (
    select
        * exclude (lacking, labels_any, is_unowned, is_left, is_old, labels),
        list_filter([
            case when len(lacking) > 0 then 'lacks the label ' || array_to_string(lacking, ', ') end,
            case when len(labels_any) > 0 and not list_has_any(labels, labels_any)
                then 'has none of the labels ' || array_to_string(labels_any, ', ') end,
            case when is_unowned then 'has no owner' end,
            case when is_left then 'is owned by an account that is not in use' end,
            case when is_old then 'did not change for ' || days_unchanged || ' days' end
        ], lambda breach: breach is not null)                   as breaches
    from ruled
)

select rule, space_key, page_id, title, web_url, owner_id, array_to_string(breaches, '; ') as breach
from broken
where len(breaches) > 0
order by rule, space_key, page_id
