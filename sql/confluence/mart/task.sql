-- One row per task in a page or blog post that exists.
--
-- needs     task
-- shares    gone, live_page
-- grain     task_id
-- required  page_id, status
-- numbers   13
-- column    1   task_id       key      The task's id, unique on its site.
-- column    2   page_id       key      The page or blog post that it is in.
-- column    3   local_id      key      Its id in the body of that.
-- column    4   status        plain    complete, incomplete or other.
-- column    5   created_by    person   Who wrote it: a pseudonym.
-- column    6   assigned_to   person   Whose it is: a pseudonym.
-- column    7   completed_by  person   Who completed it: a pseudonym.
-- column    8   created_at    time     When it was created, UTC.
-- column    9   updated_at    time     When it was changed last, UTC.
-- column    10  due_at        time     When it is due, UTC.
-- column    11  completed_at  time     When it was completed, UTC.
-- column    12  body_storage  storage  Its text in storage format (XHTML), redacted.
-- column    13  body_text     body     The redacted text as plain text.
-- check     status in ('complete', 'incomplete', 'other')
with

joined as (
    select
        ---------- keys
        task.task_id,
        task.page_id,
        task.local_id,

        ---------- people and times
        task.status,
        task.created_by,
        task.assigned_to,
        task.completed_by,
        task.created_at,
        task.updated_at,
        task.due_at,
        task.completed_at,

        ---------- texts
        task.body_storage,
        plain_text(task.body_storage)  as body_text
    from confluence.task as task
    anti join gone on gone.object_id = task.task_id and gone.stream = 'task'
    semi join live_page on live_page.page_id = task.page_id
)

select * from joined
