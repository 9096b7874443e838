-- One row per page or blog post and person who likes it, as last seen.
--
-- grain   object_id
-- newest  landed_seq
-- stream  page_like, blogpost_like
-- needs   page_like|blogpost_like
-- field   "accountId" varchar
-- named   object_id
-- column  object_id       key     A keyed hash of the object's id and the person.
-- column  stream          plain   The stream that it came in.
-- column  container_type  plain   What is liked: page or blogpost.
-- column  page_id         key     The page or blog post that is liked.
-- column  account_id      person  Who likes it: a pseudonym of the account id.
-- required account_id
-- shown   stream            stream
-- shown   container_stream  container_type
-- shown   container         page_id
with

source as (
    select
        ---------- keys
        object_id,
        stream,
        case stream
            when 'page_like' then 'page'
            when 'blogpost_like' then 'blogpost'
        end    as container_type,
        scope  as page_id,

        ---------- people
        pseudonym("accountId", 'account_id')  as account_id,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
