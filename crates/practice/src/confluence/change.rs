//! What happens to a site while it is served: written, edited, moved, thrown away, hidden, attached.
//!
//! As in Confluence, only what makes a version has a time: trashing, restoring, archiving, moving and
//! restricting leave version and time as they are. What hangs below a page stays where it is, whatever
//! becomes of the page; it is restricted with it, though.

use super::binary::Binary;

/// One change. Spaces are named by id or key, pages and blog posts by id, attachments by `att` and a number;
/// what is said of pages holds for blog posts too unless it says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A new space, without pages.
    AddSpace {
        /// Its key; no other space may have it.
        key: String,
        /// Its name.
        name: String,
    },
    /// The account does not see the space and what is in it any more.
    HideSpace {
        /// The space.
        space: String,
    },
    /// The account sees the space again.
    ShowSpace {
        /// The space.
        space: String,
    },
    /// A new page at the root of a space.
    CreatePage {
        /// The space.
        space: String,
        /// Its title.
        title: String,
        /// Its body in storage format.
        body: String,
    },
    /// A new blog post.
    CreateBlogPost {
        /// The space.
        space: String,
        /// Its title.
        title: String,
        /// Its body in storage format.
        body: String,
    },
    /// A further version with this body.
    EditPage {
        /// The page.
        id: String,
        /// The body in storage format.
        body: String,
    },
    /// A further version with another body of the kind and size it had.
    Edit {
        /// The page.
        id: String,
    },
    /// A further version with this title and the same body.
    Rename {
        /// The page.
        id: String,
        /// The new title.
        title: String,
    },
    /// The newest version is taken away: number, time, title and body fall back to those of the one before.
    DeleteVersion {
        /// The page, or an attachment.
        id: String,
    },
    /// The oldest version is taken away: as versions are counted anew then, the number falls by one, while time,
    /// title and body stay.
    DeleteOldestVersion {
        /// The page.
        id: String,
    },
    /// To the root of another space, with its attachments, without what hangs below.
    MovePage {
        /// The page.
        id: String,
        /// The space it goes to.
        space: String,
    },
    /// Below another page of its space, with what hangs below; the version stays.
    MoveBelow {
        /// The page.
        id: String,
        /// The page above it from now on.
        parent: String,
    },
    /// Into the trash.
    Trash {
        /// The page.
        id: String,
    },
    /// Out of the trash; what was archived before is current.
    Restore {
        /// The page.
        id: String,
    },
    /// Gone for good, from the trash or at once.
    Purge {
        /// The page.
        id: String,
    },
    /// Archived; not for blog posts.
    Archive {
        /// The page.
        id: String,
    },
    /// Current again.
    Unarchive {
        /// The page.
        id: String,
    },
    /// The account may not view the page and what hangs below it any more.
    Restrict {
        /// The page.
        id: String,
    },
    /// The account may view the page again, unless one above is restricted too.
    Unrestrict {
        /// The page.
        id: String,
    },
    /// A new attachment.
    Attach {
        /// The page or blog post it hangs on.
        page: String,
        /// Its file name; no other attachment of the page may have it, unless in the trash.
        name: String,
        /// What it holds.
        binary: Binary,
    },
    /// A further version of an attachment.
    NewVersion {
        /// The attachment.
        attachment: String,
        /// What it holds.
        binary: Binary,
    },
    /// To another page or blog post.
    MoveAttachment {
        /// The attachment.
        attachment: String,
        /// Where it goes.
        page: String,
    },
    /// Into the trash.
    TrashAttachment {
        /// The attachment.
        attachment: String,
    },
    /// Out of the trash.
    RestoreAttachment {
        /// The attachment.
        attachment: String,
    },
    /// Gone for good, from the trash or at once.
    PurgeAttachment {
        /// The attachment.
        attachment: String,
    },
    /// A new comment.
    AddComment {
        /// The page or blog post it is about.
        container: String,
        /// The text it stands beside, of an inline one.
        selection: Option<String>,
        /// Its body in storage format.
        body: String,
    },
    /// A new comment that replies to another one.
    Reply {
        /// The other comment.
        comment: String,
        /// Its body in storage format.
        body: String,
    },
    /// A further version of a comment.
    EditComment {
        /// The comment.
        comment: String,
        /// The body in storage format.
        body: String,
    },
    /// Gone for good, with its replies.
    DeleteComment {
        /// The comment.
        comment: String,
    },
    /// An inline comment is settled.
    ResolveComment {
        /// The comment.
        comment: String,
    },
    /// A settled inline comment is open again.
    ReopenComment {
        /// The comment.
        comment: String,
    },
    /// A label is put on something; the version stays.
    AddLabel {
        /// The page, blog post, attachment or space.
        id: String,
        /// The name of the label, behind `my:` or `team:` where it is no global one.
        label: String,
    },
    /// A label is taken off something.
    RemoveLabel {
        /// The page, blog post, attachment or space.
        id: String,
        /// The name of the label, as for `AddLabel`.
        label: String,
    },
    /// A task is done.
    Tick {
        /// The task.
        task: String,
        /// The account id of who did it.
        person: String,
    },
    /// A task is to be done after all.
    Untick {
        /// The task.
        task: String,
    },
    /// Somebody likes something.
    Like {
        /// The page, blog post or comment.
        id: String,
        /// The account id.
        person: String,
    },
    /// Somebody does not like it any more.
    Unlike {
        /// The page, blog post or comment.
        id: String,
        /// The account id.
        person: String,
    },
    /// Only these may do something with a page; the account may be among them or not.
    SetRestriction {
        /// The page.
        id: String,
        /// `read` or `update`.
        operation: String,
        /// Account ids.
        people: Vec<String>,
        /// Names or ids of groups.
        groups: Vec<String>,
    },
    /// Nobody is named by the restrictions of a page any more.
    ClearRestriction {
        /// The page.
        id: String,
    },
    /// A principal may do something in a space; the id of the permission.
    Grant {
        /// The space.
        space: String,
        /// An account id, the name or id of a group, or else an access class.
        principal: String,
        /// The operation, like `read`.
        key: String,
        /// What it is done to, like `space`.
        target: String,
    },
    /// A permission is taken away.
    Revoke {
        /// The permission.
        permission: String,
    },
    /// Somebody joins a group.
    AddMember {
        /// The name or id of the group.
        group: String,
        /// The account id.
        person: String,
    },
    /// Somebody leaves a group.
    RemoveMember {
        /// The name or id of the group.
        group: String,
        /// The account id.
        person: String,
    },
    /// The account of a person is not in use any more.
    Deactivate {
        /// The account id.
        person: String,
    },
    /// A new folder at the root of a space.
    AddFolder {
        /// The space.
        space: String,
        /// Its title.
        title: String,
    },
    /// A further version of a folder or its like, with this title.
    RenameFolder {
        /// The folder.
        id: String,
        /// The new title.
        title: String,
    },
    /// A further event in the audit log; its number.
    AppendEvent {
        /// What kind of event it is.
        category: String,
        /// What happened.
        summary: String,
    },
}
