-- One row per account and listing that shows it, as last seen: the listing of a group, or that of all accounts.
--
-- grain   listed_id
-- newest  landed_seq
-- stream  group_member, user
-- needs   group_member|user
-- named   object_id
-- field   type varchar, "accountId" varchar, "userKey" varchar, "accountType" varchar, "accountStatus" varchar, status varchar
-- field   email varchar, "displayName" varchar, "publicName" varchar
-- field   "isExternalCollaborator" boolean, "externalCollaborator" boolean, "isGuest" boolean
-- field   "profilePicture" struct("isDefault" boolean)
-- column  listed_id       key     The account in its listing: a keyed hash.
-- column  listing         plain   group_member or user: whether a group or all accounts were listed.
-- column  group_id        key     The group; null where all accounts were listed.
-- column  account_id      person  Who it is: a pseudonym of the account id, on Data Center of the user key.
-- column  user_type       plain   known, unknown (a deleted account), anonymous, user or other.
-- column  account_type    plain   atlassian, app, customer, unknown or other; null on Data Center.
-- column  account_status  plain   active, inactive, closed, unknown or other; null where it is not said.
-- column  email           person  Its address: a pseudonym; null where the site hides it, and on Data Center.
-- column  display_name    person  Its name: a pseudonym.
-- column  public_name     person  The name that others see: a pseudonym; null on Data Center.
-- column  is_external     plain   Whether it is an external collaborator; null on Data Center.
-- column  is_guest        plain   Whether it is a guest; null on Data Center.
-- column  has_picture     plain   Whether it has a picture of its own; null where the site does not tell.
-- shown   stream            listing
-- shown   container         group_id
-- shown   container_stream  'user_group'
with

source as (
    select
        ---------- keys
        object_id                                                          as listed_id,
        stream                                                             as listing,
        case when stream = 'group_member' then scope end                   as group_id,

        ---------- people
        pseudonym(coalesce(nullif("accountId", ''), "userKey"), 'account_id')  as account_id,
        pseudonym(nullif(email, ''), 'email')                              as email,
        pseudonym(nullif("displayName", ''), 'display_name')               as display_name,
        pseudonym(nullif("publicName", ''), 'display_name')                as public_name,

        ---------- state
        case
            when type in ('known', 'unknown', 'anonymous', 'user') then type
            when type is not null then 'other'
        end                                                                as user_type,
        case
            when "accountType" in ('atlassian', 'app', 'customer', 'unknown') then "accountType"
            when "accountType" <> '' then 'other'
        end                                                                as account_type,
        -- Data Center has words of its own for the same.
        case
            when "accountStatus" in ('active', 'inactive', 'closed', 'unknown') then "accountStatus"
            when lower(status) in ('current', 'active') then 'active'
            when lower(status) in ('deactivated', 'disabled', 'inactive') then 'inactive'
            when coalesce("accountStatus", status) <> '' then 'other'
        end                                                                as account_status,
        coalesce("isExternalCollaborator", "externalCollaborator")         as is_external,
        "isGuest"                                                          as is_guest,
        not "profilePicture"."isDefault"                                   as has_picture,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
