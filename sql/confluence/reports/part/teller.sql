-- One row: whether the site tells of any account whether it is external.
--
-- needs  user_account by datasets = ["user"]
select coalesce(bool_or(is_external is not null or is_guest is not null), false) as tells
from user_account
