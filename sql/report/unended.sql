-- One row: whether something is open beside single objects and files and what single objects hold, as a listing that has not ended.
select
    count(*) > 0 as is_unended
from sync.quarantine
where
    state = 'open'
    and kind not in ('object', 'upload', 'redaction')
    and not (kind = 'listing' and scope <> '' and object = stream || ' children')
