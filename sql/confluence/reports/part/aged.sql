-- One row per page or blog post, with whoever made it as its owner where it has none.
-- days_unchanged is how many days lie between its last change and the publication.
--
-- needs  space_content
select
    * replace (coalesce(owner_id, author_id) as owner_id),
    ($as_of - epoch_us(modified_at)) // 86400000000 as days_unchanged
from space_content
