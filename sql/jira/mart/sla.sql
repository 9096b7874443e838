-- One row per request that exists and metric of its service level agreement.
--
-- needs     sla
-- needs     request
-- shares    gone, live_issue, live_request
-- grain     object_id
-- each      object_id via jira.sla.object_id
-- look      jira.request.issue_id through jira.sla.issue_id
-- look      jira.issue.issue_id through jira.sla.issue_id
-- look      sync.deletion.object_id through jira.sla.object_id
-- look      sync.deletion.object_id through jira.sla.issue_id
-- required  issue_id, completed_cycles, breached_cycles, is_ongoing
-- numbers   13
-- column    1   object_id         key    The request's id and the metric's.
-- column    2   issue_id          key    The request's issue: a row of request.
-- column    3   metric_id         key    The metric's id; where the site tells none, the last part of its address, or its name.
-- column    4   name              text   Its name, redacted, as Time to resolution.
-- column    5   completed_cycles  plain  How often its clock was stopped.
-- column    6   breached_cycles   plain  How many of these times took longer than the goal.
-- column    7   last_stopped_at   time   When its clock was stopped last, UTC.
-- column    8   is_ongoing        plain  Whether its clock is set going.
-- column    9   started_at        time   When that was, UTC.
-- column    10  breaches_at       time   When the goal is missed unless it is stopped or paused before, UTC. It may have passed since it was read last.
-- column    11  is_breached       plain  Whether the goal of the clock that is set going was missed when it was read last: with the last change of the request.
-- column    12  is_paused         plain  Whether that clock was paused then.
-- column    13  goal_millis       plain  How long it may take, in milliseconds of the calendar of the service desk.
with

joined as (
    select
        held.object_id,
        held.issue_id,
        held.metric_id,
        held.name,
        held.completed_cycles,
        held.breached_cycles,
        held.last_stopped_at,
        held.is_ongoing,
        held.started_at,
        held.breaches_at,
        held.is_breached,
        held.is_paused,
        held.goal_millis
    from jira.sla as held
    anti join gone on gone.object_id = held.object_id and gone.stream = 'sla'
    semi join live_request on live_request.issue_id = held.issue_id
)

select * from joined
