-- Who can read and who administers each space, and which spaces are too open or too closed?
-- One row per space. finding is too open where anybody or an external account may read it, too closed where at most one
-- account may, without administrator where nobody in it is known to administer it, and unknown where something was not
-- read that decides it. unknown_by says what: the permissions of the space, the members of a group, or whether an account
-- is external. A number is null where it is not known. administrators counts groups as one.
--
-- over   reader, unread_space, outsider, teller
-- notes  noted_rights, noted_accounts
-- needs  spaces, space_content
-- needs  space_permission by datasets = ["space_permission"]
-- bar    space_key, readers  accounts that may read each space
with

counted as (
    select
        reader.space_id,
        count(reader.account_id)                               as readers,
        count(*) filter (where outsider.is_told)               as external_readers,
        count(*) filter (where not outsider.is_told)           as untold,
        count(*) filter (where reader.account_id is null) > 0  as is_public
    from reader
    left join outsider on outsider.account_id = reader.account_id
    group by reader.space_id
),

administered as (
    select
        space_id,
        count(distinct coalesce(account_id, group_id, access_class)) filter (where operation = 'administer')  as administrators,
        bool_or(kind = 'role')                              as has_roles
    from space_permission
    group by space_id
),

held as (
    select space_id, count(*) as pages from space_content group by space_id
),

judged as (
    select
        space.space_key,
        space.space_type,
        coalesce(held.pages, 0)                             as pages,
        coalesce(counted.readers, 0)                        as readers,
        coalesce(counted.external_readers, 0)               as external_readers,
        coalesce(counted.is_public, false)                  as is_public,
        coalesce(administered.administrators, 0)            as administrators,
        coalesce(administered.has_roles, false)             as has_roles,
        coalesce(counted.untold, 0) > 0                     as has_untold,
        case
            when unread.is_silent then 'permissions'
            when unread.space_id is not null then 'group'
            when has_untold and teller.tells then 'account'
        end                                                 as unknown_by
    from spaces as space
    cross join teller
    left join counted on counted.space_id = space.space_id
    left join administered on administered.space_id = space.space_id
    left join unread_space as unread on unread.space_id = space.space_id
    left join held on held.space_id = space.space_id
)

select
    space_key,
    space_type,
    pages,
    case when coalesce(unknown_by, 'account') = 'account' then readers end  as readers,
    case when unknown_by is null and not has_untold then external_readers end  as external_readers,
    case when is_public or unknown_by is distinct from 'permissions' then is_public end  as is_public,
    case when unknown_by is distinct from 'permissions' then administrators end  as administrators,
    case
        when is_public or external_readers > 0 then 'too open'
        when unknown_by is not null then 'unknown'
        when readers <= 1 then 'too closed'
        when administrators = 0 and not has_roles then 'without administrator'
    end                                                     as finding,
    unknown_by
from judged
order by finding is null, finding, space_key
