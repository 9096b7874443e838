-- One row per issue that exists and account that votes for it.
--
-- needs     vote
-- shares    gone, live_issue
-- grain     vote_id
-- each      vote_id via jira.vote.vote_id
-- look      jira.issue.issue_id through jira.vote.issue_id
-- look      sync.deletion.object_id through jira.vote.vote_id
-- look      sync.deletion.object_id through jira.vote.issue_id
-- required  issue_id
-- numbers   3
-- column    1  vote_id     key     The account at its issue: a keyed hash.
-- column    2  issue_id    key     The issue: a row of issue.
-- column    3  account_id  person  Who votes for it: a pseudonym.
with

joined as (
    select
        held.vote_id,
        held.issue_id,
        held.account_id
    from jira.vote as held
    anti join gone on gone.object_id = held.vote_id and gone.stream = 'vote'
    semi join live_issue on live_issue.issue_id = held.issue_id
)

select * from joined
