-- One row per request of a customer that exists, with what became of its service level agreement.
--
-- needs     request
-- needs     sla
-- needs     request_participant
-- shares    gone, live_issue
-- grain     issue_id
-- each      issue_id via jira.request.issue_id, jira.issue.issue_id, jira.sla.issue_id, jira.request_participant.issue_id
-- look      sync.deletion.object_id through jira.request.issue_id
-- look      sync.deletion.object_id through jira.sla.object_id
-- look      sync.deletion.object_id through jira.request_participant.participant_id
-- required  project_id, service_desk_id, created_at, participant_count, sla_count, breached_sla_count
-- numbers   19
-- column    1   issue_id            key     The request's issue: a row of issue.
-- column    2   issue_key           key     The key of that.
-- column    3   project_id          key     The project: a row of project.
-- column    4   service_desk_id     key     The service desk that it was made at.
-- column    5   request_type_id     key     The id of its type: a row of request_type.
-- column    6   request_type        text    The name of its type, redacted.
-- column    7   summary             text    The summary of its issue, redacted.
-- column    8   reporter_id         person  Who made it: a pseudonym.
-- column    9   assignee_id         person  Who is to do it: a pseudonym; null where it is nobody.
-- column    10  priority            text    The name of its priority, redacted.
-- column    11  status              text    Its status as customers see it, redacted.
-- column    12  status_category     plain   The category of that: new, indeterminate (in progress), done, undefined or other.
-- column    13  status_at           time    When it came into it, UTC.
-- column    14  created_at          time    When it was made, UTC.
-- column    15  resolved_at         time    When its resolution was set last, UTC.
-- column    16  participant_count   plain   How many accounts take part in it beside the reporter.
-- column    17  sla_count           plain   How many metrics its service level agreement has.
-- column    18  breached_sla_count  plain   How many of these had missed their goal once, or when they were read last: with the last change of the request.
-- column    19  next_breach_at      time    When the next goal is missed, of clocks that were neither paused nor late when they were read last, UTC; null where none is. It may have passed since.
with

promised as (
    select
        held.issue_id,
        count(*)                                                          as metrics,
        count(*) filter (where held.is_breached or held.breached_cycles > 0)  as breached,
        min(held.breaches_at) filter (
            where not coalesce(held.is_breached, false) and not coalesce(held.is_paused, false)
        )                                                                 as next_breach_at
    from jira.sla as held
    anti join gone on gone.object_id = held.object_id and gone.stream = 'sla'
    group by held.issue_id
),

taking_part as (
    select held.issue_id, count(*) as participants
    from jira.request_participant as held
    anti join gone on gone.object_id = held.participant_id and gone.stream = 'request_participant'
    group by held.issue_id
),

joined as (
    select
        request.issue_id,
        issue.issue_key,
        issue.project_id,
        request.service_desk_id,
        request.request_type_id,
        request.request_type,
        issue.summary,
        request.reporter_id,
        issue.assignee_id,
        issue.priority,
        request.status,
        request.status_category,
        request.status_at,
        request.created_at,
        issue.resolved_at,
        coalesce(taking_part.participants, 0)  as participant_count,
        coalesce(promised.metrics, 0)          as sla_count,
        coalesce(promised.breached, 0)         as breached_sla_count,
        promised.next_breach_at
    from jira.request as request
    anti join gone on gone.object_id = request.issue_id and gone.stream = 'request'
    inner join live_issue as issue on issue.issue_id = request.issue_id
    left join promised on promised.issue_id = request.issue_id
    left join taking_part on taking_part.issue_id = request.issue_id
)

select * from joined
