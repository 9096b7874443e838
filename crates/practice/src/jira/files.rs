//! Files: their bytes, and the signed links to them.

use super::issue::Attachment;
use crate::random::Random;
use crate::reply::Reply;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many offences are remembered.
const MOST_OFFENCES: usize = 1000;

/// The links that were given out, and what requests brought along that they should not have.
pub(super) struct Links {
    /// The address of the other origin, without a slash at its end.
    base: String,
    given: Mutex<u64>,
    offences: Mutex<Vec<String>>,
}

fn lock<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The signature of a link, from its number and the file; nothing secret is behind it.
fn signature(number: u64, attachment: u64) -> String {
    format!("{:016x}", Random::of(&[number, attachment, 0x6d65_6469]).next())
}

impl Links {
    pub(super) fn new(base: String) -> Self {
        Self { base, given: Mutex::default(), offences: Mutex::default() }
    }

    /// A link to a file.
    pub(super) fn give(&self, attachment: u64) -> String {
        let mut given = lock(&self.given);
        *given += 1;
        format!("{}/file/{attachment}/binary?number={given}&token={}", self.base, signature(*given, attachment))
    }

    /// The file behind a path and a query that were given out.
    pub(super) fn follow(&self, path: &str, query: &str) -> Option<u64> {
        let attachment = path.strip_prefix("/file/")?.strip_suffix("/binary")?.parse().ok()?;
        let (number, token) = query.strip_prefix("number=")?.split_once("&token=")?;
        let number: u64 = number.parse().ok().filter(|number| *number <= *lock(&self.given))?;
        (token == signature(number, attachment)).then_some(attachment)
    }

    /// Remembers what requests brought along.
    pub(super) fn accuse(&self, brought: Vec<String>) {
        let mut offences = lock(&self.offences);
        let room = MOST_OFFENCES.saturating_sub(offences.len());
        offences.extend(brought.into_iter().take(room));
    }

    pub(super) fn offences(&self) -> Vec<String> {
        lock(&self.offences).clone()
    }
}

/// The bytes of a file: lines for a text, else anything.
pub(super) fn bytes(attachment: &Attachment) -> Vec<u8> {
    let mut random = Random::of(&[attachment.id, 0x6279_7465]);
    let mut bytes = Vec::with_capacity(attachment.size as usize + 32);
    while bytes.len() < attachment.size as usize {
        match attachment.media.starts_with("text/") {
            true => bytes.extend_from_slice(format!("{},line {}\n", attachment.id, random.below(1000)).as_bytes()),
            false => bytes.extend_from_slice(&random.next().to_le_bytes()),
        }
    }
    bytes.truncate(attachment.size as usize);
    bytes
}

/// A file as an answer.
pub(super) fn file(attachment: &Attachment) -> Reply {
    let name = format!("attachment; filename=\"{}\"", attachment.name);
    let body = bytes(attachment);
    Reply { status: 200, media: attachment.media, headers: Vec::new(), body }.with("Content-Disposition", name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_good_for_its_file_alone() {
        let links = Links::new("http://media".to_owned());
        let link = links.give(7);
        let (path, query) = link.strip_prefix("http://media").unwrap().split_once('?').unwrap();
        assert_eq!(links.follow(path, query), Some(7));
        assert_eq!(links.follow("/file/8/binary", query), None);
        assert_eq!(links.follow(path, &query.replace("number=1", "number=2")), None);
    }

    #[test]
    fn a_file_has_the_size_that_is_told_and_is_the_same_again() {
        let of = |media| Attachment { id: 4, author: 0, created: 0, name: "a".to_owned(), media, size: 1001 };
        for media in ["text/csv", "image/png"] {
            assert_eq!((bytes(&of(media)).len(), bytes(&of(media))), (1001, bytes(&of(media))));
        }
        assert!(bytes(&of("text/csv")).starts_with(b"4,line "));
    }
}
