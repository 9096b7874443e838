-- One row per page or blog post, with who answers for it as its owner, and for how many days it did not change before the
-- publication.
--
-- needs  space_content
select
    * replace (coalesce(owner_id, author_id) as owner_id),
    ($as_of - epoch_us(modified_at)) // 86400000000 as days_unchanged
from space_content
