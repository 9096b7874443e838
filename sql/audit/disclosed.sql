-- Who saw sealed responses in clear text, or revealed a pseudonym, when, and why?
-- One row per look and response, latest first. A response that has since been removed has no stream; response 0 stands
-- for a look at all responses.
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
