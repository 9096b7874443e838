//! What breaks the checks of the models.

/// What breaks each check: relation, check, and a statement after which it does not hold.
pub const VIOLATIONS: &[(&str, &str, &str)] = &[
    (
        "confluence.page",
        "version_number >= 1",
        "update confluence.page set version_number = 0 where page_id = '131073'",
    ),
    (
        "confluence.attachment",
        "version_number >= 1",
        "update confluence.attachment set version_number = 0 where attachment_id = 'att196609'",
    ),
    (
        "confluence.attachment",
        "size_bytes >= 0",
        "update confluence.attachment set size_bytes = -1 where attachment_id = 'att196609'",
    ),
    (
        "mart.deleted_content",
        "reason in ('trashed', 'purged', 'no_access', 'out_of_scope')",
        "insert into sync.deletion (run_id, stream, object_id, reason, evidence, seen_at, state, changed_at) values (1, 'page', '131073', 'lost', 'said so', timestamp '2026-01-01', 'deleted', timestamp '2026-01-01')",
    ),
    (
        "mart.page_attachments",
        "upload_state in ('stored', 'due', 'failed', 'too_large', 'skipped')",
        "insert into sync.upload (run_id, stream, object_id, version_number, version_created_at, attempt, state, started_at)
         select 1, 'attachment', attachment_id, 2, version_created_at, 1, 'lost', '2026-01-01' from confluence.attachment where attachment_id = 'att196609'",
    ),
    (
        "mart.page_attachments",
        "(upload_state = 'stored') = (s3_uri is not null)",
        "insert into sync.upload (run_id, stream, object_id, version_number, version_created_at, attempt, state, started_at)
         select 1, 'attachment', attachment_id, 2, version_created_at, 1, 'stored', '2026-01-01' from confluence.attachment where attachment_id = 'att196609'",
    ),
    (
        "mart.page_attachments",
        "(s3_key is null) = (s3_uri is null)",
        "insert into sync.upload (run_id, stream, object_id, version_number, version_created_at, attempt, state, uri, started_at)
         select 1, 'attachment', attachment_id, 2, version_created_at, 1, 'stored', 's3://a/b', '2026-01-01' from confluence.attachment where attachment_id = 'att196609'",
    ),
    (
        "mart.space_icon",
        "icon_kind in ('uploaded', 'account', 'default', 'other', 'none')",
        "update confluence.space_icon set icon_kind = 'lost'",
    ),
    (
        "mart.space_icon",
        "upload_state is null or upload_state in ('stored', 'due', 'failed', 'too_large', 'skipped')",
        "insert into sync.upload (run_id, stream, object_id, version_number, attempt, state, started_at)
         select 1, 'space_icon', object_id, version_number, 1, 'lost', '2026-01-01' from confluence.space_icon where has_file",
    ),
    (
        "confluence.version_body",
        "version_number >= 1",
        "update confluence.version_body set version_number = 0",
    ),
    (
        "mart.space_content",
        "len(attachment_s3_uris) = attachment_count",
        "create or replace view mart.space_content as
         select '1' as page_id, 'page' as content_type, 'current' as status, ['a'] as attachment_s3_uris, ['a'] as attachment_object_uris, 2 as attachment_count, 0 as word_count, 0 as links_out,
            timestamp '2026-01-01' as created_at, timestamp '2026-01-01' as modified_at",
    ),
    (
        "mart.containers",
        "state in ('unread', 'current', 'archived', 'trashed', 'purged', 'no_access', 'out_of_scope')",
        "create table planted as from mart.containers; update planted set state = 'lost'; \
         create or replace view mart.containers as from planted",
    ),
    (
        "mart.known_rights",
        "kind in ('space', 'group')",
        "create or replace view mart.known_rights as select '1' as object_id, 'lost' as kind",
    ),
    (
        "mart.page_tree",
        "len(path_ids) = depth",
        "create table planted as from mart.page_tree; update planted set depth = depth + 1; \
         create or replace view mart.page_tree as from planted",
    ),
    (
        "mart.page_tree",
        "len(path_titles) = depth",
        "create table planted as from mart.page_tree; update planted set path_titles = []; \
         create or replace view mart.page_tree as from planted",
    ),
    (
        "confluence.content_view",
        "view_count >= 0",
        "update confluence.content_view set view_count = -1 where content_id = '131073'",
    ),
    (
        "mart.page_view",
        "view_count >= 0",
        "update confluence.content_view set view_count = -1 where content_id = '131073'",
    ),
    (
        "mart.space_content",
        "content_type in ('page', 'blogpost')",
        "update confluence.page set content_type = 'comment' where page_id = '131073'",
    ),
    (
        "confluence.comment",
        "version_number >= 1",
        "update confluence.comment set version_number = 0",
    ),
    (
        "confluence.content_version",
        "version_number >= 1",
        "update confluence.content_version set version_number = 0",
    ),
    (
        "confluence.attachment_version",
        "version_number >= 1",
        "update confluence.attachment_version set version_number = 0",
    ),
    (
        "mart.comment",
        "kind in ('footer', 'inline', 'other')",
        "update confluence.comment set kind = 'lost'",
    ),
    (
        "mart.comment",
        "(depth = 0) = (root_id = comment_id)",
        "create table planted as from mart.comment; update planted set depth = depth + 1; \
         create or replace view mart.comment as from planted",
    ),
    (
        "mart.content_label",
        "content_type in ('page', 'blogpost', 'attachment')",
        "update confluence.content_label set content_type = 'lost'",
    ),
    (
        "mart.task",
        "status in ('complete', 'incomplete', 'other')",
        "update confluence.task set status = 'lost'",
    ),
    (
        "mart.hierarchy_node",
        "node_type in ('folder', 'whiteboard', 'database', 'embed')",
        "update confluence.node set node_type = 'lost'",
    ),
    (
        "mart.page_content",
        "representation in ('storage', 'view', 'export_view')",
        "create table planted as from mart.page_content; update planted set representation = 'lost'; \
         create or replace view mart.page_content as from planted",
    ),
    (
        "jira.attachment",
        "size_bytes >= 0",
        "update jira.attachment set size_bytes = -1 where attachment_id = '50001'",
    ),
    (
        "mart.attachment",
        "upload_state in ('stored', 'due', 'failed', 'too_large', 'skipped')",
        "insert into sync.upload (run_id, stream, object_id, version_number, version_created_at, attempt, state, started_at)
         select 1, 'attachment', attachment_id, 1, created_at, 1, 'lost', '2026-01-01' from jira.attachment where attachment_id = '50001'",
    ),
    (
        "mart.attachment",
        "(upload_state = 'stored') = (s3_uri is not null)",
        "insert into sync.upload (run_id, stream, object_id, version_number, version_created_at, attempt, state, started_at)
         select 1, 'attachment', attachment_id, 1, created_at, 1, 'stored', '2026-01-01' from jira.attachment where attachment_id = '50001'",
    ),
    (
        "mart.attachment",
        "(s3_key is null) = (s3_uri is null)",
        "insert into sync.upload (run_id, stream, object_id, version_number, version_created_at, attempt, state, uri, started_at)
         select 1, 'attachment', attachment_id, 1, created_at, 1, 'stored', 's3://a/b', '2026-01-01' from jira.attachment where attachment_id = '50001'",
    ),
    (
        "mart.issue_history",
        "is_current = (valid_to is null)",
        "create table planted as from mart.issue_history; update planted set is_current = not is_current; \
         create or replace view mart.issue_history as from planted",
    ),
    (
        "mart.deleted_object",
        "reason in ('purged', 'no_access', 'out_of_scope', 'trashed')",
        "insert into sync.deletion (run_id, stream, object_id, reason, evidence, seen_at, state, changed_at) values (1, 'issue', '10100', 'lost', 'said so', timestamp '2026-01-01', 'deleted', timestamp '2026-01-01')",
    ),
];
