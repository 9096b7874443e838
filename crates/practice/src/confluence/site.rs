//! The site the server shows: spaces, pages and blog posts, all following from the seed.
//!
//! A page depends on the seed, its ordinal, the number of spaces and the size of a body, and on nothing
//! else: more pages leave the earlier ones as they are. Ids do not even depend on the seed:
//!
//! | thing | id of ordinal n |
//! |---|---|
//! | space | 32770 + 4n |
//! | page | 98305 + 32n |
//! | trashed page | 98313 + 32n |
//! | blog post | 98321 + 32n |
//! | folder (only a parent, unless there are `Extras::folders`) | 98329 + 32n |
//! | whiteboard, database, embed | 98331 + 32n, 98333 + 32n, 98335 + 32n |
//! | comment | 98317 + 32n |
//! | attachment | att(98307 + 32n) |
//! | trashed attachment | att(98315 + 32n) |
//! | nth page or blog post made by a change | 98309 + 32n |
//! | nth attachment made by a change | att(98311 + 32n) |
//! | nth space made by a change | 32772 + 4n |
//! | nth comment made by a change | 98319 + 32n |
//! | nth folder made by a change | 98323 + 32n |
//!
//! Page ids pass from five to six digits at ordinal 53, so that sorting them as text shows.

use super::Options;
use super::annex::{Annex, Rest};
use super::attachment::{self, Attachment};
use super::crowd::{self, Person};
use super::item::{Body, Item, Kind, Parent};
use super::prose;
use crate::calendar;
use crate::random::Random;

/// A space.
pub(super) struct Space {
    pub(super) id: u64,
    pub(super) key: String,
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) author: usize,
    pub(super) created: i64,
    pub(super) home: Option<u64>,
    /// Whether the account does not see it.
    pub(super) hidden: bool,
}

/// Everything the server shows at its start.
pub(super) struct Site {
    pub(super) people: Vec<Person>,
    pub(super) spaces: Vec<Space>,
    pub(super) items: Vec<Item>,
    pub(super) attachments: Vec<Attachment>,
    /// What there is besides.
    pub(super) annex: Annex,
}

/// The id of the page with this ordinal, counted from 0: 98305 + 32 × ordinal.
///
/// Page n belongs to space n mod `spaces`; the first page of each space is its home page. With HTML
/// documents, ordinals count the pages in the order of their paths.
pub fn page_id(ordinal: usize) -> String {
    page_number(ordinal).to_string()
}

/// The id of the blog post with this ordinal, counted from 0: 98321 + 32 × ordinal.
pub fn blogpost_id(ordinal: usize) -> String {
    blogpost_number(ordinal).to_string()
}

/// The id of the space with this ordinal, counted from 0: 32770 + 4 × ordinal.
///
/// Their keys are `ENG`, that of a personal space (`~712020…`), `OPS`, `HR`, `FIN`, `SALES`, `LEGAL`, `PROD`,
/// `DESIGN`, `ENG1` and so on.
pub fn space_id(ordinal: usize) -> String {
    space_number(ordinal).to_string()
}

/// The id of the nth page or blog post that a change made, counted from 0: 98309 + 32 × ordinal.
pub fn made_id(ordinal: usize) -> String {
    made_number(ordinal).to_string()
}

/// The id of the nth attachment that a change made, counted from 0: `att` and 98311 + 32 × ordinal.
pub fn made_attachment_id(ordinal: usize) -> String {
    format!("att{}", made_attachment_number(ordinal))
}

/// The id of the nth space that a change made, counted from 0: 32772 + 4 × ordinal.
pub fn made_space_id(ordinal: usize) -> String {
    made_space_number(ordinal).to_string()
}

pub(super) fn made_number(ordinal: usize) -> u64 {
    98_309 + 32 * ordinal as u64
}

pub(super) fn made_attachment_number(ordinal: usize) -> u64 {
    98_311 + 32 * ordinal as u64
}

pub(super) fn made_space_number(ordinal: usize) -> u64 {
    32_772 + 4 * ordinal as u64
}

pub(super) fn page_number(ordinal: usize) -> u64 {
    98_305 + 32 * ordinal as u64
}

fn blogpost_number(ordinal: usize) -> u64 {
    98_321 + 32 * ordinal as u64
}

pub(super) fn space_number(ordinal: usize) -> u64 {
    32_770 + 4 * ordinal as u64
}

const KEYS: [(&str, &str); 8] = [
    ("ENG", "Engineering"),
    ("OPS", "Operations"),
    ("HR", "People"),
    ("FIN", "Finance"),
    ("SALES", "Sales"),
    ("LEGAL", "Legal & Compliance"),
    ("PROD", "Produktmanagement"),
    ("DESIGN", "Design"),
];

impl Site {
    /// The site of these options.
    pub(super) fn invented(options: &Options) -> Self {
        let spaces = options.spaces.max(1);
        let mut site = Self::empty(options.seed);
        site.people = crowd::crowd(options.seed, options.extras.members);
        site.spaces = (0..options.spaces).map(|ordinal| site.space(options, ordinal)).collect();
        if options.spaces > 0 {
            let opening = calendar::opening(options.seed);
            let maker = Maker { options, spaces, opening };
            site.items.extend((0..options.pages).map(|ordinal| maker.page(ordinal)));
            site.items.extend((0..options.pages.div_ceil(100)).map(|ordinal| maker.trashed(ordinal)));
            site.items.extend((0..options.blogposts).map(|ordinal| maker.blogpost(ordinal)));
            site.attachments = attachment::invented(options, opening, &site.items);
            let spaces = site.spaces.iter().map(|space| space.id).collect();
            let files =
                site.attachments.iter().filter(|file| file.status != "trashed").map(|file| file.number).collect();
            let rest = Rest { people: &site.people, spaces, items: &site.items, files };
            site.annex = Annex::invented(&options.extras, options.seed, &rest);
        }
        site
    }

    /// A site with people and nothing else.
    pub(super) fn empty(seed: u64) -> Self {
        Self {
            people: crowd::crowd(seed, 0),
            spaces: Vec::new(),
            items: Vec::new(),
            attachments: Vec::new(),
            annex: Annex::default(),
        }
    }

    fn space(&self, options: &Options, ordinal: usize) -> Space {
        let author = ordinal % crowd::CROWD;
        let personal = ordinal == 1;
        let (key, name) = match personal {
            true => (format!("~{}", self.people[0].account.replace([':', '-'], "")), self.people[0].name.clone()),
            false => space_name(ordinal),
        };
        Space {
            id: space_number(ordinal),
            key,
            name,
            kind: if personal { "personal" } else { "global" },
            author: if personal { 0 } else { author },
            created: calendar::opening(options.seed) - 1000 * (ordinal as i64 + 1) + (ordinal as i64 % 2) * 111,
            home: (ordinal < options.pages).then(|| page_number(ordinal)),
            hidden: false,
        }
    }
}

fn space_name(ordinal: usize) -> (String, String) {
    let ordinal = ordinal.saturating_sub(usize::from(ordinal > 1));
    let ((key, name), round) = (KEYS[ordinal % KEYS.len()], ordinal / KEYS.len());
    if round == 0 { (key.to_owned(), name.to_owned()) } else { (format!("{key}{round}"), format!("{name} {round}")) }
}

struct Maker<'a> {
    options: &'a Options,
    spaces: usize,
    opening: i64,
}

impl Maker<'_> {
    fn page(&self, ordinal: usize) -> Item {
        let mut item = self.item(Kind::Page, 1, ordinal, page_number(ordinal));
        let mut random = self.random(2, ordinal);
        item.parent = self.parent(&mut random, ordinal);
        if ordinal >= self.spaces && random.one_in(40) {
            item.status = "archived";
        }
        item.live = random.one_in(30);
        if ordinal < self.options.faults.edits {
            item.version += 1;
            item.life.modified = calendar::edited(self.opening, ordinal);
        }
        item
    }

    fn trashed(&self, ordinal: usize) -> Item {
        Item { status: "trashed", ..self.item(Kind::Page, 3, ordinal, page_number(ordinal) + 8) }
    }

    fn blogpost(&self, ordinal: usize) -> Item {
        Item { owner: None, ..self.item(Kind::BlogPost, 4, ordinal, blogpost_number(ordinal)) }
    }

    fn random(&self, kind: u64, ordinal: usize) -> Random {
        Random::of(&[self.options.seed, kind, ordinal as u64])
    }

    /// An item with the parts all kinds have, at the root of its space.
    fn item(&self, kind: Kind, stream: u64, ordinal: usize, id: u64) -> Item {
        let mut random = self.random(stream, ordinal);
        let version = 1 + random.below(9) as u32;
        let author = random.below(crowd::CROWD);
        Item {
            id,
            kind,
            status: "current",
            title: prose::title(&mut random, ordinal + 1),
            space: ordinal % self.spaces,
            parent: Parent::None,
            position: random.below(1000),
            author,
            owner: (!random.one_in(6)).then_some(author),
            editor: random.below(crowd::CROWD),
            live: false,
            life: calendar::life(&mut random, self.opening, version),
            version,
            body: Body::Invented {
                names: [self.options.seed, stream, ordinal as u64],
                size: self.size_of(id),
                pinned: None,
            },
            past: Vec::new(),
            touched: 0,
        }
    }

    /// The first page of a space is its root; most others hang below an earlier page of the same space.
    fn parent(&self, random: &mut Random, ordinal: usize) -> Parent {
        let (rank, space) = (ordinal / self.spaces, ordinal % self.spaces);
        if rank == 0 || random.one_in(50) {
            return Parent::None;
        }
        if random.one_in(60) {
            return Parent::Folder(page_number(random.below(8)) + 24);
        }
        Parent::Page(page_number(random.below(rank) * self.spaces + space))
    }

    fn size_of(&self, id: u64) -> usize {
        let huge = self.options.faults.wounds_of(id).find_map(|wound| match wound {
            super::faults::Wound::Huge(mebibytes) => Some(mebibytes.saturating_mul(1 << 20)),
            _ => None,
        });
        huge.unwrap_or(self.options.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(options: &Options) -> Vec<String> {
        let site = Site::invented(options);
        let pages = site.items.into_iter().filter(|item| item.kind == Kind::Page && item.status != "trashed");
        pages.map(|page| page.title).collect()
    }

    #[test]
    fn more_pages_leave_the_earlier_ones_as_they_are() {
        let small = Options { pages: 50, ..Options::default() };
        let large = Options { pages: 500, ..Options::default() };
        assert_eq!(titles(&small), titles(&large)[..50]);
        assert_ne!(titles(&small), titles(&Options { seed: 2, ..small.clone() }));
    }

    #[test]
    fn ids_follow_the_documented_scheme() {
        let site = Site::invented(&Options::default());
        assert_eq!(site.items[53].id.to_string(), page_id(53));
        assert_eq!((page_id(52).len(), page_id(53).len()), (5, 6));
        let keys: Vec<&str> = site.spaces.iter().map(|space| space.key.as_str()).collect();
        assert!(keys[0] == "ENG" && keys[1].starts_with("~712020") && keys[2] == "OPS", "{keys:?}");
    }

    #[test]
    fn a_tree_grows_from_the_home_page_of_each_space() {
        let site = Site::invented(&Options::default());
        for item in &site.items {
            if let Parent::Page(id) = item.parent {
                let parent = site.items.iter().find(|parent| parent.id == id).unwrap();
                assert!(parent.space == item.space && parent.id < item.id);
            }
        }
        assert!(site.items.iter().any(|item| item.status == "archived"));
    }
}
