-- One row per label and object that has it, as last seen.
--
-- grain   object_id
-- newest  landed_seq
-- stream  page_label, blogpost_label, attachment_label
-- needs   page_label|blogpost_label|attachment_label
-- field   id varchar
-- named   object_id
-- column  object_id     key    The ids of the label and of the object together.
-- column  stream        plain  The stream that it came in.
-- column  label_id      key    The label's id.
-- column  content_type  plain  What has the label: page, blogpost or attachment.
-- column  content_id    key    The id of what has the label.
-- required content_id
-- shown   stream            stream
-- shown   container_stream  'label'
-- shown   container         label_id
with

source as (
    select
        ---------- keys
        object_id,
        stream,
        scope  as label_id,
        case stream
            when 'page_label' then 'page'
            when 'blogpost_label' then 'blogpost'
            when 'attachment_label' then 'attachment'
        end    as content_type,
        id     as content_id,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
