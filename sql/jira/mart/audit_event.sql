-- One row per event of the audit log that was read; it stays when the site forgets it.
--
-- needs     audit_event
-- grain     event_id
-- each      event_id via jira.audit_event.event_id
-- required  occurred_at
-- numbers   13
-- column    1   event_id        key     The event's id, unique on its site; on Data Center, where it has none, a keyed hash.
-- column    2   occurred_at     time    When it happened, UTC.
-- column    3   author_id       person  Whose doing it was: a pseudonym.
-- column    4   category        text    The category of the event, redacted.
-- column    5   summary         text    What happened, redacted, without the names of people that the event tells.
-- column    6   description     text    More of that, redacted in the same way.
-- column    7   event_source    text    The app that reports it, redacted; null on Data Center.
-- column    8   object_type     text    The type of what it happened to, redacted.
-- column    9   object_id       key     Its id; null where it may be a person's.
-- column    10  object_name     text    Its name, redacted; null where it may be a person's.
-- column    11  objects         json    What else is concerned: type, id and name of each, redacted; id and name are null where they may be a person's.
-- column    12  changed_values  json    The values before and after, redacted in the same way; null where they may be a person's.
-- column    13  remote_address  text    The network address it was done from, redacted.
with

joined as (
    select
        held.event_id,
        held.occurred_at,
        held.author_id,
        held.category,
        held.summary,
        held.description,
        held.event_source,
        held.object_type,
        held.object_id,
        held.object_name,
        held.objects,
        held.changed_values,
        held.remote_address
    from jira.audit_event as held
)

select * from joined
