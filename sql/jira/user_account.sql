-- One row per account and listing that shows it, as last seen: the listing of a group, or that of all accounts.
--
-- needs   group_member|user
-- grain   listed_id
-- newest  landed_seq
-- stream  group_member, user
-- named   object_id
-- field   "accountId" varchar, key varchar, name varchar, "accountType" varchar, active boolean, deleted boolean
-- field   "emailAddress" varchar, "displayName" varchar
-- column  listed_id     key     The account in its listing: a keyed hash.
-- column  listing       plain   group_member or user: whether a group or all accounts were listed.
-- column  group_id      key     The group; null where all accounts were listed.
-- column  account_id    person  Who it is: a pseudonym of the account id, on Data Center of the user key.
-- column  account_type  plain   atlassian, app, customer, unknown or other; null on Data Center.
-- column  is_active     plain   Whether it is in use; null where the site does not tell.
-- column  is_deleted    plain   Whether it was deleted; null on Cloud.
-- column  email         person  Its address: a pseudonym; null where the site hides it.
-- column  display_name  person  Its name: a pseudonym.
-- shown   stream  listing
-- shown   container  group_id
-- shown   container_stream  'user_group'
with

source as (
    select
        ---------- keys
        object_id                                             as listed_id,
        stream                                                as listing,
        case when stream = 'group_member' then scope end      as group_id,

        ---------- people
        pseudonym(coalesce(nullif("accountId", ''), nullif(key, ''), name), 'account_id') as account_id,
        pseudonym(nullif("emailAddress", ''), 'email')        as email,
        pseudonym(nullif("displayName", ''), 'display_name')  as display_name,

        ---------- state
        case
            when "accountType" in ('atlassian', 'app', 'customer', 'unknown') then "accountType"
            when "accountType" <> '' then 'other'
        end                                                   as account_type,
        active                                                as is_active,
        deleted                                               as is_deleted,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
