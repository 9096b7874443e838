//! How much there is besides spaces and content. Nothing by default, so that a site without it answers as ever.

/// How much of each further resource there is; all of it follows from the seed.
#[derive(Clone, Debug, Default)]
pub struct Extras {
    /// How many comments; every third is inline, and about every third replies to an earlier one.
    pub comments: usize,
    /// Whether the listings of all comments of the site leave replies out. (Those of a page always do.)
    pub roots_only: bool,
    /// How many labels; each is on some pages, blog posts, attachments or, one of a team, on a space.
    pub labels: usize,
    /// How many tasks; every tenth is blank.
    pub tasks: usize,
    /// How many likes, on pages, blog posts and comments.
    pub likes: usize,
    /// How many properties, on pages, blog posts and spaces.
    pub properties: usize,
    /// How many folders, and as many whiteboards, databases and embeds.
    pub folders: usize,
    /// How many groups of people; every fifth is empty.
    pub groups: usize,
    /// How many people are in the first group; where the site has fewer, more are made.
    pub members: usize,
    /// How many pages have restrictions that still let the account view them.
    pub restrictions: usize,
    /// How many permissions each space has.
    pub permissions: usize,
    /// How many roles there are; with any, permissions are given by roles.
    pub roles: usize,
    /// How many events the audit log holds.
    pub audit_events: usize,
}
