-- One row per stream that need not be listed for parents: another one shows what its listings would.
select facet.stream, facet.unless_shown_by as shown_by
from facet
where
    exists (
        select 1
        from held as shown
        where shown.stream = facet.unless_shown_by and shown.reason is null and shown.above_id <> ''
    )
