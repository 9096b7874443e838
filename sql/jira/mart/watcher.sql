-- One row per issue that exists and account that watches it.
--
-- needs     watcher
-- shares    gone, live_issue
-- grain     watcher_id
-- each      watcher_id via jira.watcher.watcher_id
-- look      jira.issue.issue_id through jira.watcher.issue_id
-- look      sync.deletion.object_id through jira.watcher.watcher_id
-- look      sync.deletion.object_id through jira.watcher.issue_id
-- required  issue_id
-- numbers   3
-- column    1  watcher_id  key     The account at its issue: a keyed hash.
-- column    2  issue_id    key     The issue: a row of issue.
-- column    3  account_id  person  Who watches it: a pseudonym.
with

joined as (
    select
        held.watcher_id,
        held.issue_id,
        held.account_id
    from jira.watcher as held
    anti join gone on gone.object_id = held.watcher_id and gone.stream = 'watcher'
    semi join live_issue on live_issue.issue_id = held.issue_id
)

select * from joined
