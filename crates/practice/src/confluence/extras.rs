//! How much there is besides spaces and content. Nothing by default, so that a site without it answers as ever.

use catchment_base::error::{Error, Result};

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

/// What a name on the command line counts.
type Count = fn(&mut Extras) -> &mut usize;

/// The resources by the names that ask for them on the command line, with what is counted.
const COUNTS: &[(&str, &str, Count)] = &[
    ("comments", "footer and inline comments, some of them replies", |extras| &mut extras.comments),
    ("labels", "labels, each of some pages, blog posts, attachments or spaces", |extras| &mut extras.labels),
    ("tasks", "tasks, every tenth of them blank", |extras| &mut extras.tasks),
    ("likes", "likes of pages, blog posts and comments", |extras| &mut extras.likes),
    ("properties", "properties of pages, blog posts and spaces", |extras| &mut extras.properties),
    ("folders", "folders, and as many whiteboards, databases and embeds", |extras| &mut extras.folders),
    ("groups", "groups of people, every fifth of them empty", |extras| &mut extras.groups),
    ("members", "people in the first group", |extras| &mut extras.members),
    ("restrictions", "pages with restrictions", |extras| &mut extras.restrictions),
    ("permissions", "permissions of each space", |extras| &mut extras.permissions),
    ("roles", "roles; with any, permissions are given by roles", |extras| &mut extras.roles),
    ("audit-events", "events of the audit log", |extras| &mut extras.audit_events),
];

/// The resources that can be asked for, for a help text, one line each.
pub fn resource_help() -> String {
    let width = COUNTS.iter().map(|(name, ..)| name.len()).max().unwrap_or(0);
    COUNTS.iter().map(|(name, what, _)| format!("  {name:width$}  {what}\n")).collect()
}

impl Extras {
    /// The resources that `NAME=COUNT` ask for; an unknown name and what is no count are refused.
    pub fn parse(given: &[String]) -> Result<Self> {
        let mut extras = Self::default();
        for text in given {
            let (name, count) = text.split_once('=').unwrap_or((text, ""));
            let known = COUNTS.iter().find(|(known, ..)| *known == name);
            let (Some((.., counted)), Ok(count)) = (known, count.parse()) else {
                let names: Vec<&str> = COUNTS.iter().map(|(name, ..)| *name).collect();
                return Err(Error::usage(format!("--with {text} names no resource and its count"))
                    .hint(format!("for example --with comments=100; there are {}", names.join(", "))));
            };
            *counted(&mut extras) = count;
        }
        Ok(extras)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_counts_its_own_resource() {
        let given: Vec<String> =
            COUNTS.iter().enumerate().map(|(at, (name, ..))| format!("{name}={}", at + 1)).collect();
        let mut extras = Extras::parse(&given).unwrap();
        for (at, (name, _, counted)) in COUNTS.iter().enumerate() {
            assert_eq!(*counted(&mut extras), at + 1, "{name}");
        }
        for wrong in ["comments", "comments=many", "tags=3", "=3"] {
            assert!(Extras::parse(&[wrong.to_owned()]).is_err(), "{wrong}");
        }
    }
}
