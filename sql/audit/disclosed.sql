-- Who looked at sealed pages in clear, when, and why?
-- One row per look, the latest first; a page that was removed since has no stream any more.
select looked.disclosed_at, looked.account, looked.reason, looked.seq, page.stream, page.scope, page.answered_at
from sync.disclosure as looked
left join land.page as page on page.seq = looked.seq
order by looked.disclosed_at desc, looked.seq
