//! The operations besides those of spaces, content and attachments: a table of their paths, and what each takes.
//!
//! In a path `#` stands for a number, `@` for the id of an attachment and `*` for any text.

use super::declared;
use super::item::Kind;
use super::node::NodeKind;
use super::query::Declared;

/// What has labels, likes and properties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Content(Kind),
    Attachment,
    Space,
    /// A comment; whether an inline one.
    Comment(bool),
}

/// What an operation gives. A flag says whether inline comments are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Comments(bool),
    CommentsOn(Kind, bool),
    Comment(bool),
    Replies(bool),
    CommentVersions(bool),
    Versions(Kind),
    FileVersions,
    Labels,
    LabelsOf(Target),
    LabelsInSpace,
    Labelled(Kind),
    LabelledFiles,
    Likes(Target),
    LikeCount(Target),
    Properties(Target),
    Tasks,
    Task,
    Node(NodeKind),
    /// What stands above a page, or above a folder and its like.
    Ancestors(Option<NodeKind>),
    Permissions,
    RoleMode,
    Roles,
    RoleAssignments,
    UsersBulk,
    Groups,
    Group,
    Members,
    User,
    UserList,
    GroupsOf,
    Search,
    SearchUsers,
    Restrictions,
    RestrictionsByOperation,
    RestrictionOf,
    Audit,
    AuditSince,
    AuditRetention,
    Views(bool),
    SystemInfo,
    Avatar,
}

/// An operation with its path and its parameters.
pub(super) struct Operation {
    pub(super) path: &'static str,
    pub(super) op: Op,
    pub(super) declared: Declared,
}

const PAGE: Target = Target::Content(Kind::Page);
const POST: Target = Target::Content(Kind::BlogPost);

const fn operation(path: &'static str, op: Op, declared: Declared) -> Operation {
    Operation { path, op, declared }
}

/// Every operation, by its path from the root.
#[rustfmt::skip]
const OPERATIONS: &[Operation] = &[
    operation("/wiki/api/v2/footer-comments", Op::Comments(false), declared::COMMENTS),
    operation("/wiki/api/v2/inline-comments", Op::Comments(true), declared::COMMENTS),
    operation("/wiki/api/v2/pages/#/footer-comments", Op::CommentsOn(Kind::Page, false), declared::PAGE_FOOTER),
    operation("/wiki/api/v2/pages/#/inline-comments", Op::CommentsOn(Kind::Page, true), declared::PAGE_INLINE),
    operation("/wiki/api/v2/blogposts/#/footer-comments", Op::CommentsOn(Kind::BlogPost, false), declared::POST_FOOTER),
    operation("/wiki/api/v2/blogposts/#/inline-comments", Op::CommentsOn(Kind::BlogPost, true), declared::POST_INLINE),
    operation("/wiki/api/v2/footer-comments/#", Op::Comment(false), declared::COMMENT),
    operation("/wiki/api/v2/inline-comments/#", Op::Comment(true), declared::COMMENT),
    operation("/wiki/api/v2/footer-comments/#/children", Op::Replies(false), declared::COMMENTS),
    operation("/wiki/api/v2/inline-comments/#/children", Op::Replies(true), declared::COMMENTS),
    operation("/wiki/api/v2/footer-comments/#/versions", Op::CommentVersions(false), declared::VERSIONS),
    operation("/wiki/api/v2/inline-comments/#/versions", Op::CommentVersions(true), declared::VERSIONS),
    operation("/wiki/api/v2/pages/#/versions", Op::Versions(Kind::Page), declared::VERSIONS),
    operation("/wiki/api/v2/blogposts/#/versions", Op::Versions(Kind::BlogPost), declared::VERSIONS),
    operation("/wiki/api/v2/attachments/@/versions", Op::FileVersions, declared::FILE_VERSIONS),
    operation("/wiki/api/v2/labels", Op::Labels, declared::LABELS),
    operation("/wiki/api/v2/labels/#/pages", Op::Labelled(Kind::Page), declared::LABELLED_PAGES),
    operation("/wiki/api/v2/labels/#/blogposts", Op::Labelled(Kind::BlogPost), declared::LABELLED_POSTS),
    operation("/wiki/api/v2/labels/#/attachments", Op::LabelledFiles, declared::LABELLED_FILES),
    operation("/wiki/api/v2/pages/#/labels", Op::LabelsOf(PAGE), declared::LABELS_OF),
    operation("/wiki/api/v2/blogposts/#/labels", Op::LabelsOf(POST), declared::LABELS_OF),
    operation("/wiki/api/v2/attachments/@/labels", Op::LabelsOf(Target::Attachment), declared::LABELS_OF),
    operation("/wiki/api/v2/spaces/#/labels", Op::LabelsOf(Target::Space), declared::SPACE_LABELS),
    operation("/wiki/api/v2/spaces/#/content/labels", Op::LabelsInSpace, declared::SPACE_LABELS),
    operation("/wiki/api/v2/pages/#/likes/users", Op::Likes(PAGE), declared::LIKES),
    operation("/wiki/api/v2/blogposts/#/likes/users", Op::Likes(POST), declared::LIKES),
    operation("/wiki/api/v2/footer-comments/#/likes/users", Op::Likes(Target::Comment(false)), declared::LIKES),
    operation("/wiki/api/v2/inline-comments/#/likes/users", Op::Likes(Target::Comment(true)), declared::LIKES),
    operation("/wiki/api/v2/pages/#/likes/count", Op::LikeCount(PAGE), declared::NOTHING),
    operation("/wiki/api/v2/blogposts/#/likes/count", Op::LikeCount(POST), declared::NOTHING),
    operation("/wiki/api/v2/footer-comments/#/likes/count", Op::LikeCount(Target::Comment(false)), declared::NOTHING),
    operation("/wiki/api/v2/inline-comments/#/likes/count", Op::LikeCount(Target::Comment(true)), declared::NOTHING),
    operation("/wiki/api/v2/pages/#/properties", Op::Properties(PAGE), declared::PROPERTIES),
    operation("/wiki/api/v2/blogposts/#/properties", Op::Properties(POST), declared::PROPERTIES),
    operation("/wiki/api/v2/spaces/#/properties", Op::Properties(Target::Space), declared::SPACE_PROPERTIES),
    operation("/wiki/api/v2/tasks", Op::Tasks, declared::TASKS),
    operation("/wiki/api/v2/tasks/#", Op::Task, declared::TASK),
    operation("/wiki/api/v2/folders/#", Op::Node(NodeKind::Folder), declared::NODE),
    operation("/wiki/api/v2/whiteboards/#", Op::Node(NodeKind::Whiteboard), declared::NODE),
    operation("/wiki/api/v2/databases/#", Op::Node(NodeKind::Database), declared::NODE),
    operation("/wiki/api/v2/embeds/#", Op::Node(NodeKind::Embed), declared::NODE),
    operation("/wiki/api/v2/pages/#/ancestors", Op::Ancestors(None), declared::ANCESTORS),
    operation("/wiki/api/v2/folders/#/ancestors", Op::Ancestors(Some(NodeKind::Folder)), declared::ANCESTORS),
    operation("/wiki/api/v2/whiteboards/#/ancestors", Op::Ancestors(Some(NodeKind::Whiteboard)), declared::ANCESTORS),
    operation("/wiki/api/v2/databases/#/ancestors", Op::Ancestors(Some(NodeKind::Database)), declared::ANCESTORS),
    operation("/wiki/api/v2/embeds/#/ancestors", Op::Ancestors(Some(NodeKind::Embed)), declared::ANCESTORS),
    operation("/wiki/api/v2/spaces/#/permissions", Op::Permissions, declared::PAGED),
    operation("/wiki/api/v2/space-role-mode", Op::RoleMode, declared::NOTHING),
    operation("/wiki/api/v2/space-roles", Op::Roles, declared::ROLES),
    operation("/wiki/api/v2/spaces/#/role-assignments", Op::RoleAssignments, declared::ROLE_ASSIGNMENTS),
    operation("/wiki/api/v2/users-bulk", Op::UsersBulk, declared::NOTHING),
    operation("/wiki/rest/api/group", Op::Groups, declared::GROUPS),
    operation("/wiki/rest/api/group/by-id", Op::Group, declared::GROUP),
    operation("/wiki/rest/api/group/*/membersByGroupId", Op::Members, declared::MEMBERS),
    operation("/wiki/rest/api/user", Op::User, declared::USER),
    operation("/wiki/rest/api/user/bulk", Op::UserList, declared::USER_LIST),
    operation("/wiki/rest/api/user/memberof", Op::GroupsOf, declared::GROUPS_OF),
    operation("/wiki/rest/api/search", Op::Search, declared::SEARCH_ALL),
    operation("/wiki/rest/api/search/user", Op::SearchUsers, declared::SEARCH_USERS),
    operation("/wiki/rest/api/content/*/restriction", Op::Restrictions, declared::RESTRICTIONS),
    operation("/wiki/rest/api/content/*/restriction/byOperation", Op::RestrictionsByOperation, declared::BY_OPERATION),
    operation("/wiki/rest/api/content/*/restriction/byOperation/*", Op::RestrictionOf, declared::RESTRICTION_OF),
    operation("/wiki/rest/api/audit", Op::Audit, declared::AUDIT),
    operation("/wiki/rest/api/audit/since", Op::AuditSince, declared::AUDIT_SINCE),
    operation("/wiki/rest/api/audit/retention", Op::AuditRetention, declared::NOTHING),
    operation("/wiki/rest/api/analytics/content/*/views", Op::Views(false), declared::VIEWS),
    operation("/wiki/rest/api/analytics/content/*/viewers", Op::Views(true), declared::VIEWS),
    operation("/wiki/rest/api/settings/systemInfo", Op::SystemInfo, declared::NOTHING),
    operation("/wiki/aa-avatar/*", Op::Avatar, declared::ANYTHING),
];

/// Operations of v1 that Confluence Cloud had once (OpenAPI editions of 2024-10 and before).
const REMOVED: [&str; 18] = [
    "/wiki/rest/api/content",
    "/wiki/rest/api/content/*",
    "/wiki/rest/api/content/*/child",
    "/wiki/rest/api/content/*/child/*",
    "/wiki/rest/api/content/*/history",
    "/wiki/rest/api/content/*/label",
    "/wiki/rest/api/content/*/property",
    "/wiki/rest/api/content/*/property/*",
    "/wiki/rest/api/content/*/version",
    "/wiki/rest/api/content/*/version/*",
    "/wiki/rest/api/contentbody/convert/*",
    "/wiki/rest/api/inlinetasks/*",
    "/wiki/rest/api/space",
    "/wiki/rest/api/space/*",
    "/wiki/rest/api/space/*/content",
    "/wiki/rest/api/space/*/content/*",
    "/wiki/rest/api/space/*/property",
    "/wiki/rest/api/space/*/property/*",
];

/// Whether an operation that is not known was there once.
pub(super) fn is_removed(path: &str) -> bool {
    REMOVED.iter().any(|removed| fits(removed, path))
}

impl Operation {
    /// The operation of a path.
    pub(super) fn of(path: &str) -> Option<&'static Self> {
        OPERATIONS.iter().find(|operation| fits(operation.path, path))
    }

    /// The id in a path of it, and whether that is one of an attachment.
    pub(super) fn id<'p>(&self, path: &'p str) -> Option<(&'p str, bool)> {
        let mut parts = self.path.split('/').zip(path.split('/'));
        parts.find(|(sign, _)| matches!(*sign, "#" | "@")).map(|(sign, id)| (id, sign == "@"))
    }

    /// Whether its answers come in pages behind cursors.
    pub(super) fn is_listing(&self) -> bool {
        self.declared.iter().any(|(name, _)| *name == "cursor")
    }
}

/// Whether a path has the form of a template.
pub(super) fn fits(template: &str, path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    let signs: Vec<&str> = template.split('/').collect();
    let alike = |(sign, part): (&&str, &&str)| matches!(*sign, "#" | "@" | "*") && !part.is_empty() || sign == part;
    signs.len() == parts.len() && signs.iter().zip(&parts).all(alike)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_to_its_operation_and_id() {
        let found = |path: &'static str| Operation::of(path).map(|operation| (operation.op, operation.id(path)));
        assert_eq!(found("/wiki/api/v2/pages/7/labels"), Some((Op::LabelsOf(PAGE), Some(("7", false)))));
        let of_file = (Op::LabelsOf(Target::Attachment), Some(("att7", true)));
        assert_eq!(found("/wiki/api/v2/attachments/att7/labels"), Some(of_file));
        assert_eq!(found("/wiki/rest/api/content/7/restriction/byOperation/read"), Some((Op::RestrictionOf, None)));
        assert!(found("/wiki/api/v2/pages/7").is_none() && found("/wiki/api/v2/pages//labels").is_none());
    }

    #[test]
    fn no_path_is_there_twice() {
        let paths: std::collections::BTreeSet<&str> = OPERATIONS.iter().map(|operation| operation.path).collect();
        assert_eq!(paths.len(), OPERATIONS.len());
    }
}
