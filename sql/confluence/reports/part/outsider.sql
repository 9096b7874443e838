-- One row per account that is external or a guest, or of which the site does not tell it, with whether it does.
-- A site may tell it of no account, as Data Center does.
--
-- needs  user_account by datasets = ["user"]
select account_id, coalesce(is_external or is_guest, false) as is_told
from user_account
where is_external or is_guest or (is_external is null and not coalesce(is_guest, false))
