-- One row if it is not known of some accounts whether they are external, as a note on a report.
--
-- over   outsider, teller
with

untold as (
    select count(*) as accounts from outsider where not is_told
)

select
    case
        when teller.tells
            then 'not told: of ' || untold.accounts
                || case when untold.accounts = 1 then ' account' else ' accounts' end
                || ', whether external or not; what such an account may read counts as unknown'
        else 'not told: which accounts are external; the site marks none, so external_readers is null'
    end as note
from untold
cross join teller
where untold.accounts > 0
