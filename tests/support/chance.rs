//! What may happen to a practice site, and how it may be synced, drawn from a seed.

use super::lab;
use catchment_practice::confluence::{Binary, Change, Standing, Truth};

/// Draws; equal seeds draw the same.
pub struct Chance(u64);

impl Chance {
    /// Draws that follow from a seed.
    pub fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below this one.
    pub fn below(&mut self, end: usize) -> usize {
        (lab::random(&mut self.0) % end.max(1) as u64) as usize
    }

    /// True in one of so many cases.
    pub fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    /// One of these.
    pub fn pick<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        if all.is_empty() { None } else { Some(all[self.below(all.len())].clone()) }
    }

    /// Something that may happen to the site; it may be refused there.
    pub fn change(&mut self, truth: &Truth, named: usize) -> Option<Change> {
        match self.below(20) {
            0 => self.of_a_space(truth, named),
            1..=13 => self.of_content(truth, named),
            _ => self.of_an_attachment(truth, named),
        }
    }

    fn of_a_space(&mut self, truth: &Truth, named: usize) -> Option<Change> {
        let space = self.space(truth)?;
        let hidden = truth.spaces.iter().filter(|space| !space.visible).map(|space| space.id.clone());
        let hidden: Vec<String> = hidden.collect();
        Some(match self.below(6) {
            0 | 1 => Change::HideSpace { space },
            2 if truth.spaces.len() < 7 => Change::AddSpace { key: format!("MADE{named}"), name: "Made".to_owned() },
            _ => Change::ShowSpace { space: self.pick(&hidden)? },
        })
    }

    fn of_content(&mut self, truth: &Truth, named: usize) -> Option<Change> {
        let space = self.space(truth)?;
        let id = self.content(truth, &[Standing::Current, Standing::Archived, Standing::Hidden])?;
        let (title, body) = (format!("Made {named}"), format!("<p>made {named}</p>"));
        Some(match self.below(24) {
            0 | 1 => Change::CreatePage { space, title, body },
            2 => Change::CreateBlogPost { space, title, body },
            3 | 4 => Change::Edit { id },
            5 => Change::EditPage { id, body },
            6 => Change::Rename { id, title },
            7 | 8 => Change::DeleteVersion { id },
            9 => Change::DeleteOldestVersion { id },
            10 | 11 => Change::MovePage { id, space },
            12 | 13 => Change::Trash { id },
            14..=16 => Change::Restore { id: self.content(truth, &[Standing::Trashed])? },
            17 => Change::Purge { id: self.content(truth, &[Standing::Trashed, Standing::Current])? },
            18 => Change::Archive { id },
            19 => Change::Unarchive { id: self.content(truth, &[Standing::Archived])? },
            20 => Change::Restrict { id },
            21 | 22 => Change::MoveBelow { id, parent: self.content(truth, &[Standing::Current])? },
            _ => Change::Unrestrict { id: self.content(truth, &[Standing::Restricted])? },
        })
    }

    fn of_an_attachment(&mut self, truth: &Truth, named: usize) -> Option<Change> {
        let page = self.content(truth, &[Standing::Current])?;
        let binary = self.binary(named);
        if self.one_in(4) {
            return Some(Change::Attach { page, name: format!("made {named}.txt"), binary });
        }
        let attachment = self.attachment(truth, &[Standing::Current, Standing::Archived, Standing::Hidden])?;
        Some(match self.below(9) {
            0 | 1 => Change::NewVersion { attachment, binary },
            2 => Change::DeleteVersion { id: attachment },
            3 | 4 => Change::MoveAttachment { attachment, page },
            5 => Change::TrashAttachment { attachment },
            6 | 7 => Change::RestoreAttachment { attachment: self.attachment(truth, &[Standing::Trashed])? },
            _ => {
                Change::PurgeAttachment { attachment: self.attachment(truth, &[Standing::Trashed, Standing::Current])? }
            }
        })
    }

    /// Every other file holds the same bytes as another one.
    fn binary(&mut self, named: usize) -> Binary {
        let text = if self.one_in(2) { format!("shared {}", self.below(2)) } else { format!("only {named}") };
        Binary::Given(text.into_bytes())
    }

    fn space(&mut self, truth: &Truth) -> Option<String> {
        let all: Vec<String> = truth.spaces.iter().map(|space| space.id.clone()).collect();
        self.pick(&all)
    }

    fn content(&mut self, truth: &Truth, standings: &[Standing]) -> Option<String> {
        let all = truth.content.iter().filter(|item| standings.contains(&item.standing)).map(|item| item.id.clone());
        self.pick(&all.collect::<Vec<_>>())
    }

    fn attachment(&mut self, truth: &Truth, standings: &[Standing]) -> Option<String> {
        let all =
            truth.attachments.iter().filter(|file| standings.contains(&file.standing)).map(|file| file.id.clone());
        self.pick(&all.collect::<Vec<_>>())
    }
}
