-- Who can read and who administers each space, and which spaces are too open or too closed?
-- One row per space. finding is too open where anybody or an external account may read it, too closed where at most one
-- account may, without administrator where nobody in it is known to administer it.
--
-- over   reader
-- needs  spaces, space_content
-- needs  space_permission by datasets = ["space_permission"]
-- needs  user_account by datasets = ["user"]
-- bar    space_key, readers
with

external as (
    select account_id from user_account where is_external or is_guest
),

counted as (
    select
        reader.space_id,
        count(reader.account_id)                            as readers,
        count(external.account_id)                          as external_readers,
        count(*) filter (where reader.account_id is null) > 0  as is_public
    from reader
    left join external on external.account_id = reader.account_id
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
)

select
    space.space_key,
    space.space_type,
    coalesce(held.pages, 0)                                 as pages,
    coalesce(counted.readers, 0)                            as readers,
    coalesce(counted.external_readers, 0)                   as external_readers,
    coalesce(counted.is_public, false)                      as is_public,
    coalesce(administered.administrators, 0)                as administrators,
    case
        when counted.is_public or counted.external_readers > 0 then 'too open'
        when coalesce(counted.readers, 0) <= 1 then 'too closed'
        when coalesce(administered.administrators, 0) = 0 and not coalesce(administered.has_roles, false)
            then 'without administrator'
    end                                                     as finding
from spaces as space
left join counted on counted.space_id = space.space_id
left join administered on administered.space_id = space.space_id
left join held on held.space_id = space.space_id
order by finding is null, finding, space.space_key
