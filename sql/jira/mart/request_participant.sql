-- One row per request that exists and account that takes part in it beside the reporter.
--
-- needs     request_participant
-- needs     request
-- shares    gone, live_issue, live_request
-- grain     participant_id
-- each      participant_id via jira.request_participant.participant_id
-- look      jira.request.issue_id through jira.request_participant.issue_id
-- look      jira.issue.issue_id through jira.request_participant.issue_id
-- look      sync.deletion.object_id through jira.request_participant.participant_id
-- look      sync.deletion.object_id through jira.request_participant.issue_id
-- required  issue_id
-- numbers   3
-- column    1  participant_id  key     The account at its request: a keyed hash.
-- column    2  issue_id        key     The request's issue: a row of request.
-- column    3  account_id      person  Who takes part beside the reporter: a pseudonym.
with

joined as (
    select
        held.participant_id,
        held.issue_id,
        held.account_id
    from jira.request_participant as held
    anti join gone on gone.object_id = held.participant_id and gone.stream = 'request_participant'
    semi join live_request on live_request.issue_id = held.issue_id
)

select * from joined
