-- One row per stream and scope with proven completeness: complete to when, and what that rests on, where it is less than the records
-- of the site: the search index.
--
-- key      stream, scope
-- numbers  5
-- column   1  exported_at
-- column   2  stream
-- column   3  scope
-- column   4  complete_to
-- column   5  complete_by
-- every run
select complete.stream, complete.scope, complete.complete_to, basis.complete_by
from sync.complete as complete
left join sync.basis as basis on basis.stream = complete.stream
