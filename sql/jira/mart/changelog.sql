-- One row per change of a field of an issue that exists.
--
-- needs     changelog
-- shares    gone, live_issue
-- grain     history_id, place
-- each      history_id via jira.changelog.history_id
-- look      jira.issue.issue_id through jira.changelog.issue_id
-- look      sync.deletion.object_id through jira.changelog.history_id
-- look      sync.deletion.object_id through jira.changelog.issue_id
-- required  issue_id, changed_at
-- numbers   12
-- column    1   history_id  key     The entry of the changelog: what somebody changed at one time.
-- column    2   place       plain   Which of its changes it is, from 1.
-- column    3   issue_id    key     The issue: a row of issue.
-- column    4   changed_at  time    When it was changed, UTC.
-- column    5   author_id   person  Who changed it: a pseudonym.
-- column    6   field       text    The name of the field, redacted.
-- column    7   field_id    text    The id of the field, redacted: a row of field; null on Data Center where it is a custom one.
-- column    8   field_type  text    jira or custom, redacted.
-- column    9   from_id     text    The value before, as the site identifies it, redacted; null where it may be a person's.
-- column    10  from_text   text    The value before in words, redacted; null where it may be a person's.
-- column    11  to_id       text    The value after, as the site identifies it, redacted; null where it may be a person's.
-- column    12  to_text     text    The value after in words, redacted; null where it may be a person's.
with

entry as (
    select
        held.history_id,
        held.issue_id,
        held.created_at,
        held.author_id,
        unnest(from_json(
            case when json_valid(held.items) then held.items else '[]' end,
            '[{"field": "varchar", "field_id": "varchar", "field_type": "varchar",
               "from": "varchar", "from_text": "varchar", "to": "varchar", "to_text": "varchar"}]'
        ))                                                       as item,
        generate_subscripts(from_json(
            case when json_valid(held.items) then held.items else '[]' end, '["json"]'
        ), 1)                                                    as place
    from jira.changelog as held
    anti join gone on gone.object_id = held.history_id and gone.stream = 'changelog'
    semi join live_issue on live_issue.issue_id = held.issue_id
),

joined as (
    select
        history_id,
        cast(place as integer)  as place,
        issue_id,
        created_at              as changed_at,
        author_id,
        item.field              as field,
        item.field_id           as field_id,
        item.field_type         as field_type,
        nullif(item."from", '')     as from_id,
        nullif(item.from_text, '')  as from_text,
        nullif(item."to", '')       as to_id,
        nullif(item.to_text, '')    as to_text
    from entry
)

select * from joined
