-- Who looked at sealed pages in clear, or led a pseudonym back, when, and why?
-- One row per look and page, the latest first. A page that was removed since has no stream any more; page 0 stands for a
-- look at all pages.
select looked.disclosed_at, looked.account, looked.reason, looked.token, looked.seq, page.stream, page.scope, page.answered_at
from sync.disclosure as looked
left join land.page as page on page.seq = looked.seq
order by looked.disclosed_at desc, looked.seq
