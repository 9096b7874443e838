-- One row per page or blog post with its body as HTML for export, as last seen.
--
-- grain   object_id
-- newest  landed_seq
-- stream  page_export_view_body, blogpost_export_view_body
-- needs   page_view_body|blogpost_view_body|page_export_view_body|blogpost_export_view_body
-- field   version struct(number integer), body struct(export_view struct(value varchar))
-- named   object_id
-- column  object_id       key      The id that the engine gives it: the object's, twice.
-- column  stream          plain    The stream that it came in.
-- column  container_type  plain    What it is the body of: page or blogpost.
-- column  page_id         key      The page or blog post that it is the body of.
-- column  version_number  plain    The version that it is the body of; null where the answer does not tell.
-- column  body            storage  The body as HTML with full addresses, redacted.
-- required body
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
            when 'page_export_view_body' then 'page'
            when 'blogpost_export_view_body' then 'blogpost'
        end             as container_type,
        scope           as page_id,
        version.number  as version_number,

        ---------- texts
        redact_storage(body.export_view.value)  as body,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
