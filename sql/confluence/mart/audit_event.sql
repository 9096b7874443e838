-- One row per event of the audit log that was read; it stays when the site forgets it.
--
-- needs     audit_event
-- grain     event_id
-- each      event_id via confluence.audit_event.event_id
-- required  occurred_at
-- numbers   13
-- column    1   event_id        key     The event: a keyed hash.
-- column    2   occurred_at     time    When it happened, UTC.
-- column    3   author_id       person  Whose doing it was: a pseudonym.
-- column    4   by_admin        plain   Whether an administrator of the site did it; null on Data Center.
-- column    5   category        text    The category of the event, redacted.
-- column    6   summary         text    What happened, redacted, without the names of people that the event tells.
-- column    7   description     text    More of that, redacted in the same way.
-- column    8   object_type     text    The type of what it happened to, redacted.
-- column    9   object_id       key     Its id; null on Cloud, which does not say it, and where it may be a person's.
-- column    10  object_name     text    Its name, redacted; null where it may be a person's.
-- column    11  objects         json    What else is concerned: type, id and name of each, redacted; id and name are null where they may be a person's.
-- column    12  changed_values  json    The values before and after, redacted in the same way; null where they may be a person's.
-- column    13  remote_address  text    The network address it was done from, redacted.
with

event as (
    select
        event_id,
        occurred_at,
        author_id,
        by_admin,
        category,
        summary,
        description,
        object_type,
        object_id,
        object_name,
        objects,
        changed_values,
        remote_address
    from confluence.audit_event
)

select * from event
