-- One row per request and metric of its service level agreement, as last seen.
--
-- needs   sla
-- grain   object_id
-- newest  landed_seq
-- stream  sla
-- named   object_id
-- field   name varchar
-- field   "completedCycles" struct(breached boolean, "stopTime" struct("epochMillis" bigint), "goalDuration" struct(millis bigint))[]
-- field   "ongoingCycle" struct("startTime" struct("epochMillis" bigint), "breachTime" struct("epochMillis" bigint), breached boolean, paused boolean, "goalDuration" struct(millis bigint))
-- column  object_id         key    The request's id and the metric's.
-- column  issue_id          key    The request's issue.
-- column  metric_id         key    The metric's id; where the site tells none, the last part of its address, or its name.
-- column  name              text   Its name, redacted, as Time to resolution.
-- column  completed_cycles  plain  How often its clock was stopped.
-- column  breached_cycles   plain  How many of these times took longer than the goal.
-- column  last_stopped_at   time   When its clock was stopped last, UTC.
-- column  is_ongoing        plain  Whether its clock is set going.
-- column  started_at        time   When that was, UTC.
-- column  breaches_at       time   When the goal is missed unless it is stopped or paused before, UTC.
-- column  is_breached       plain  Whether the goal of the clock that is set going was missed when it was read last.
-- column  is_paused         plain  Whether that clock was paused then.
-- column  goal_millis       plain  How long it may take, in milliseconds of the calendar of the service desk.
-- shown   container  issue_id
-- shown   container_stream  'request'
with

source as (
    select
        ---------- keys
        object_id,
        -- As the engine calls it within the request, its parts written as they are.
        replace(replace(split_part(object_id, ':', 2), '%3A', ':'), '%25', '%')  as metric_id,
        scope                      as issue_id,

        ---------- texts
        redact(name)               as name,

        ---------- state
        coalesce(len("completedCycles"), 0)  as completed_cycles,
        coalesce(len(list_filter("completedCycles", lambda one: one.breached)), 0)  as breached_cycles,
        "ongoingCycle" is not null  as is_ongoing,
        "ongoingCycle".breached    as is_breached,
        "ongoingCycle".paused      as is_paused,
        coalesce(
            "ongoingCycle"."goalDuration".millis, "completedCycles"[-1]."goalDuration".millis
        )                          as goal_millis,

        ---------- times
        make_timestamp(
            list_max(list_transform("completedCycles", lambda one: one."stopTime"."epochMillis")) * 1000
        )                          as last_stopped_at,
        make_timestamp("ongoingCycle"."startTime"."epochMillis" * 1000)  as started_at,
        make_timestamp("ongoingCycle"."breachTime"."epochMillis" * 1000)  as breaches_at,
        answered_at,
        decided_seq,
        landed_seq,
        object_hash
    from record
)

select * from source
