//! The bytes of attachments, from the site itself.

use super::desk::{Counts, Desk};
use super::refusal;
use crate::confluence::faults::{BinaryFault, FileWound, LinkFault};
use crate::faults::hit;
use crate::reply::Reply;

impl Desk<'_> {
    /// A version of the attachment with this name, the present one where none is asked for.
    pub(super) fn download(&self, container: &str, name: &str) -> Result<Reply, Reply> {
        let faults = &self.options.faults;
        let on: u64 = container.parse().map_err(|_| refusal::no_such_page())?;
        if let Some(space) = self.shelf.spaces.iter().find(|space| space.id == on && space.key == name) {
            return Ok(Reply::picture(&space.key));
        }
        let mut files = self.shelf.attached(on).filter(|file| self.shelf.shows(file) && file.status == "current");
        let file = files.find(|file| file.title == name).ok_or_else(refusal::no_such_page)?;
        let refused = faults.file_wounds(file.number).any(|wound| wound == FileWound::Refused);
        let version = self.query.text("version").map_or(Ok(file.version), str::parse);
        let binary = version.ok().filter(|_| !refused).and_then(|version| file.binary(version));
        let binary = binary.ok_or_else(refusal::no_such_page)?;
        let number = Counts::next(&self.counts.downloads);
        if hit(&faults.links, number) == Some(LinkFault::Login) {
            return Err(Reply::login());
        }
        if hit(&faults.binaries, number) == Some(BinaryFault::Unavailable) {
            return Err(Reply::unavailable().with("Retry-After", "1"));
        }
        let sent = Reply { status: 200, media: file.media, headers: Vec::new(), body: binary.bytes() };
        Ok(sent.with("Content-Disposition", "attachment").with("X-Content-Type-Options", "nosniff"))
    }
}
