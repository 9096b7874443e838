-- Who looked at sealed responses in clear, or led a pseudonym back, when, and why?
-- One row per look and response, the latest first. A response that was removed since has no stream any more; response 0
-- stands for a look at all responses.
select
    looked.disclosed_at,
    looked.account,
    looked.reason,
    looked.token,
    looked.seq,
    response.stream,
    response.scope,
    response.answered_at
from sync.disclosure as looked
left join land.response as response on response.seq = looked.seq
order by looked.disclosed_at desc, looked.seq
