-- One row per service desk and customer that it has.
--
-- needs     customer
-- shares    gone
-- grain     customer_id
-- required  service_desk_id
-- numbers   4
-- column    1  customer_id      key     The account in it: a keyed hash.
-- column    2  service_desk_id  key     The service desk: a row of service_desk.
-- column    3  account_id       person  Who it is: a pseudonym.
-- column    4  is_active        plain   Whether the account is in use.
with

joined as (
    select
        held.customer_id,
        held.service_desk_id,
        held.account_id,
        held.is_active
    from jira.customer as held
    anti join gone on gone.object_id = held.customer_id and gone.stream = 'customer'
    anti join gone as above on above.object_id = held.service_desk_id and above.stream = 'service_desk'
)

select * from joined
