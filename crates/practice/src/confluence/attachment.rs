//! Attachments: which there are, where they hang, and what their versions hold.

use super::Options;
use super::binary::Binary;
use super::crowd;
use super::faults::FileWound;
use super::item::Item;
use super::rows::Ranked;
use crate::calendar::{self, Life};
use crate::people;
use crate::random::Random;

/// Names and media types, as the servers of real sites tell them: often wrong, often nothing at all.
const FILES: [(&str, &str, &str); 8] = [
    ("Overview", "pdf", "application/pdf"),
    ("Größenplan", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("a+b notes", "txt", "text/plain"),
    ("diagram", "svg", "application/octet-stream"),
    ("Screenshot at 14.31", "png", "image/png"),
    ("résumé & letter", "zip", "application/binary"),
    ("backup (final)", "docx", "application/octet-stream"),
    ("数据 100%", "csv", "text/csv"),
];

/// A file on a page or blog post.
pub(super) struct Attachment {
    /// The number of its id, which is `att` and this.
    pub(super) number: u64,
    /// The id of the page or blog post it hangs on.
    pub(super) container: u64,
    pub(super) status: &'static str,
    pub(super) title: String,
    pub(super) media: &'static str,
    pub(super) comment: &'static str,
    /// Index of a person.
    pub(super) author: usize,
    pub(super) life: Life,
    pub(super) version: u32,
    pub(super) file: File,
    /// What it was before the versions that changes added, oldest first.
    pub(super) past: Vec<(u32, i64, File)>,
    /// The number of the change that touched it last; 0 for none.
    pub(super) touched: u64,
}

/// Where the bytes of a version come from.
#[derive(Clone)]
pub(super) enum File {
    /// Each version has bytes of its own that follow from these numbers, about as many as said.
    Invented { names: [u64; 2], size: u64, exact: bool },
    /// The bytes that a change gave.
    Given(Binary),
}

impl File {
    fn size_of(&self, version: u32) -> u64 {
        match self {
            File::Given(binary) => binary.size(),
            File::Invented { .. } => self.of(version).size(),
        }
    }

    fn of(&self, version: u32) -> Binary {
        match self {
            File::Given(binary) => binary.clone(),
            File::Invented { names: [seed, content], size, exact } => {
                let mut random = Random::of(&[*seed, 0x6669_6c65, *content, u64::from(version)]);
                let about = size - size / 8 + random.below((size / 4 + 1) as usize) as u64;
                Binary::Invented { seed: random.next(), size: if *exact { *size } else { about } }
            }
        }
    }
}

impl Attachment {
    /// Its id, `att` and a number.
    pub(super) fn id(&self) -> String {
        format!("att{}", self.number)
    }

    /// What a version holds; nothing where there is no such version.
    pub(super) fn binary(&self, version: u32) -> Option<Binary> {
        (1..=self.version).contains(&version).then(|| self.file_of(version).of(version))
    }

    /// How many bytes a version has, from 1 to the present one.
    pub(super) fn size(&self, version: u32) -> u64 {
        self.file_of(version).size_of(version)
    }

    fn file_of(&self, version: u32) -> &File {
        let past = self.past.iter().find(|(number, ..)| *number == version).or(self.past.first());
        past.filter(|_| version != self.version).map_or(&self.file, |(_, _, file)| file)
    }

    /// When a version was made; those from before the first change are spread evenly over the life until then.
    pub(super) fn version_at(&self, number: u32) -> i64 {
        if number == self.version {
            return self.life.modified;
        }
        if let Some((_, modified, _)) = self.past.iter().find(|(version, ..)| *version == number) {
            return *modified;
        }
        let oldest = self.past.first().map(|(version, modified, _)| (*version, *modified));
        let (version, modified) = oldest.unwrap_or((self.version, self.life.modified));
        self.life.created + (modified - self.life.created) / i64::from(version.max(2) - 1) * i64::from(number - 1)
    }

    /// Makes the next version.
    pub(super) fn renew(&mut self, at: i64, binary: Binary) {
        let file = std::mem::replace(&mut self.file, File::Given(binary));
        self.past.push((self.version, self.life.modified, file));
        self.version += 1;
        self.life.modified = at;
    }

    /// Takes the newest version away, unless it is the only one.
    pub(super) fn fall_back(&mut self) {
        if self.version == 1 {
            return;
        }
        let modified = self.version_at(self.version - 1);
        if let Some((_, _, file)) = self.past.pop() {
            self.file = file;
        }
        self.version -= 1;
        self.life.modified = modified;
    }

    /// The addresses in its title.
    pub(super) fn planted(&self) -> Vec<String> {
        self.title.split(' ').filter(|word| word.contains('@')).map(str::to_owned).collect()
    }
}

impl Ranked for Attachment {
    fn number(&self) -> u64 {
        self.number
    }

    fn life(&self) -> Life {
        self.life
    }

    fn title(&self) -> &str {
        &self.title
    }
}

/// The id of the attachment with this ordinal, counted from 0: `att` and 98307 + 32 × ordinal.
///
/// Attachments 0 and 1 hang on pages 0 and 1 and hold the same bytes; the title of attachment 2 has an e-mail
/// address in it, and attachment 5 is empty. The others are spread over pages and blog posts by the seed, some
/// beside the one before them.
pub fn attachment_id(ordinal: usize) -> String {
    format!("att{}", attachment_number(ordinal))
}

fn attachment_number(ordinal: usize) -> u64 {
    98_307 + 32 * ordinal as u64
}

/// The number of an attachment's id, written with its `att` or without.
pub(super) fn number_of(id: &str) -> Option<u64> {
    let digits = id.strip_prefix("att").unwrap_or(id);
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// The media type of a file by the end of its name, as a server guesses it.
pub(super) fn media_of(title: &str) -> &'static str {
    let extension = title.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    let known = FILES.iter().find(|(_, of, _)| *of == extension);
    known.map_or("application/octet-stream", |(_, _, media)| media)
}

/// The attachments of a site with these items: as many as listed, and a hundredth as many in the trash.
pub(super) fn invented(options: &Options, opening: i64, items: &[Item]) -> Vec<Attachment> {
    let listed: Vec<&Item> = items.iter().filter(|item| item.status != "trashed").collect();
    if listed.is_empty() {
        return Vec::new();
    }
    let maker = Maker { options, opening, posts: options.blogposts.min(listed.len()), listed: &listed };
    let (mut all, mut last) = (Vec::new(), 0);
    for ordinal in 0..options.attachments {
        last = maker.container(ordinal, last);
        all.push(maker.attachment(ordinal, attachment_number(ordinal), listed[last].id, "current"));
    }
    for ordinal in 0..options.attachments.div_ceil(100) {
        let container = listed[ordinal % listed.len()].id;
        all.push(maker.attachment(ordinal, attachment_number(ordinal) + 8, container, "trashed"));
    }
    all
}

struct Maker<'a> {
    options: &'a Options,
    opening: i64,
    /// Pages, then blog posts.
    listed: &'a [&'a Item],
    posts: usize,
}

impl Maker<'_> {
    /// Which of the listed items an attachment hangs on, given that of the one before.
    fn container(&self, ordinal: usize, last: usize) -> usize {
        let mut random = Random::of(&[self.options.seed, 6, ordinal as u64]);
        let pages = self.listed.len() - self.posts;
        match ordinal {
            0 | 1 => ordinal % self.listed.len(),
            _ if self.posts > 0 && (ordinal % 8 == 3 || pages == 0) => pages + random.below(self.posts),
            _ if random.one_in(3) => last,
            _ => random.below(pages),
        }
    }

    fn attachment(&self, ordinal: usize, number: u64, container: u64, status: &'static str) -> Attachment {
        let mut random = Random::of(&[self.options.seed, 7, number]);
        let version = if ordinal < 2 { 1 } else { 1 + random.below(3) as u32 };
        let (stem, extension, media) = FILES[ordinal % FILES.len()];
        let title = match ordinal {
            2 => format!("CV of {} 3.{extension}", people::address(&mut random).whole()),
            _ => format!("{stem} {}.{extension}", ordinal + 1),
        };
        Attachment {
            number,
            container,
            status,
            title,
            media,
            comment: random.pick(&["", "", "first draft", "signed, see page 3"]),
            author: random.below(crowd::CROWD),
            life: calendar::life(&mut random, self.opening, version),
            version,
            file: self.file(ordinal, number),
            past: Vec::new(),
            touched: 0,
        }
    }

    fn file(&self, ordinal: usize, number: u64) -> File {
        // The first two hold the same.
        let content = if ordinal == 1 { attachment_number(0) } else { number };
        let names = [self.options.seed, content];
        let huge = self.options.faults.file_wounds(number).find_map(|wound| match wound {
            FileWound::Huge(mebibytes) => Some(mebibytes.saturating_mul(1 << 20)),
            _ => None,
        });
        match huge {
            Some(size) => File::Invented { names, size, exact: true },
            None if ordinal == 5 => File::Invented { names, size: 0, exact: true },
            None => File::Invented { names, size: self.options.attachment_bytes as u64, exact: false },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_with_its_prefix_or_without() {
        assert_eq!(number_of(&attachment_id(2)), Some(98_371));
        assert_eq!(number_of("98371"), Some(98_371));
        assert_eq!([number_of("att"), number_of("att+1"), number_of("attatt1"), number_of("")], [None; 4]);
    }

    #[test]
    fn names_tell_media_types() {
        assert_eq!(media_of("a.b.PDF"), "application/pdf");
        assert_eq!(media_of("pdf"), "application/octet-stream");
    }
}
