-- One row per task in a page or blog post, as last seen.
--
-- grain   task_id
-- newest  landed_seq
-- stream  task
-- needs   task
-- field   id varchar, "localId" varchar, "pageId" varchar, "blogPostId" varchar, "spaceId" varchar, status varchar
-- field   body struct(storage struct(value varchar))
-- field   "createdBy" varchar, "assignedTo" varchar, "completedBy" varchar
-- field   "createdAt" varchar, "updatedAt" varchar, "dueAt" varchar, "completedAt" varchar
-- column  task_id         key      The task's id, unique on its site.
-- column  local_id        key      Its id in the body of its page.
-- column  container_type  plain    What it is in: page or blogpost.
-- column  page_id         key      The page or blog post that it is in.
-- column  space_id        key      The space it is in.
-- column  status          plain    complete, incomplete or other.
-- column  created_by      person   Who wrote it: a pseudonym of the account id.
-- column  assigned_to     person   Whose it is: a pseudonym of the account id.
-- column  completed_by    person   Who completed it: a pseudonym of the account id.
-- column  created_at      time     When it was created, UTC.
-- column  updated_at      time     When it was changed last, UTC.
-- column  due_at          time     When it is due, UTC.
-- column  completed_at    time     When it was completed, UTC.
-- column  body_storage    storage  Its text in storage format (XHTML), redacted.
-- required status
-- shown   container_stream  container_type
-- shown   container         page_id
-- shown   created           created_at
with

source as (
    select
        ---------- keys
        id                                  as task_id,
        "localId"                           as local_id,
        case
            when "pageId" is not null then 'page'
            when "blogPostId" is not null then 'blogpost'
        end                                 as container_type,
        coalesce("pageId", "blogPostId")    as page_id,
        "spaceId"                           as space_id,

        ---------- people
        pseudonym("createdBy", 'account_id')    as created_by,
        pseudonym("assignedTo", 'account_id')   as assigned_to,
        pseudonym("completedBy", 'account_id')  as completed_by,

        ---------- texts
        redact_storage(body.storage.value)  as body_storage,

        ---------- state
        case
            when status in ('complete', 'incomplete') then status
            when status is not null then 'other'
        end                                 as status,

        ---------- times
        make_timestamp(epoch_us(cast("createdAt" as timestamptz)))    as created_at,
        make_timestamp(epoch_us(cast("updatedAt" as timestamptz)))    as updated_at,
        make_timestamp(epoch_us(cast("dueAt" as timestamptz)))        as due_at,
        make_timestamp(epoch_us(cast("completedAt" as timestamptz)))  as completed_at,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
