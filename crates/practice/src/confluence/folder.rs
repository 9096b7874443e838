//! A site from a folder of HTML documents: one space, a page for every document.
//!
//! Folders are pages too: the `index.html` of a folder stands for it, and where there is none an empty page
//! with the name of the folder. What lies in a folder hangs below its page.

use super::crowd;
use super::item::{Body, Item, Kind, Parent};
use super::site::{Site, Space, page_number, space_number};
use super::xhtml;
use crate::calendar;
use crate::random::Random;
use catchment_base::disk;
use catchment_base::error::{Error, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What a folder without an `index.html` shows: the list of what is in it.
const CONTENTS: &str = "<p><ac:structured-macro ac:name=\"children\" ac:schema-version=\"2\" /></p>";

/// Reads every `.html` and `.htm` below the folder.
///
/// Fails when something cannot be read, or when there is no such document.
pub(super) fn site(folder: &Path, seed: u64) -> Result<Site> {
    let documents = documents_below(folder)?;
    if documents.is_empty() {
        let what = if disk::exists(folder) { "there is no HTML document below" } else { "there is no folder" };
        return Err(Error::usage(format!("{what} {}", folder.display())));
    }
    let mut maker = Maker { seed, opening: calendar::opening(seed), items: Vec::new() };
    let mut pages_of_folders = BTreeMap::new();
    for (path, document) in outline(folder, &documents) {
        let above = path.parent().and_then(|above| pages_of_folders.get(above)).copied();
        let page = maker.page(&path, document, above)?;
        pages_of_folders.insert(path, page);
    }
    Ok(Site { spaces: vec![space(maker.opening)], items: maker.items, ..Site::empty(seed) })
}

fn documents_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = disk::files_below(folder)?;
    files.retain(|file| has_extension(file));
    Ok(files)
}

fn has_extension(file: &Path) -> bool {
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    extension.eq_ignore_ascii_case("html") || extension.eq_ignore_ascii_case("htm")
}

fn is_index(file: &Path) -> bool {
    file.file_stem().is_some_and(|stem| stem.eq_ignore_ascii_case("index"))
}

/// Every page by its path, folders before what is in them, with the document it shows.
fn outline<'a>(root: &Path, documents: &'a [PathBuf]) -> BTreeMap<PathBuf, Option<&'a Path>> {
    let mut pages: BTreeMap<PathBuf, Option<&Path>> = BTreeMap::new();
    let above = |file: &'a PathBuf| file.ancestors().skip(1).take_while(|above| above.starts_with(root));
    let folders: BTreeSet<&Path> = documents.iter().flat_map(above).collect();
    pages.extend(folders.iter().map(|folder| (folder.to_path_buf(), None)));
    for file in documents {
        let folder = file.parent().filter(|_| is_index(file)).and_then(|folder| pages.get_mut(folder));
        match folder {
            Some(shown @ None) => *shown = Some(file),
            _ => drop(pages.insert(file.clone(), Some(file))),
        }
    }
    pages
}

fn space(opening: i64) -> Space {
    Space {
        id: space_number(0),
        key: "DOCS".to_owned(),
        name: "Documentation".to_owned(),
        kind: "global",
        author: 0,
        created: opening - 1000,
        home: Some(page_number(0)),
        hidden: false,
    }
}

struct Maker {
    seed: u64,
    opening: i64,
    items: Vec<Item>,
}

impl Maker {
    fn page(&mut self, path: &Path, document: Option<&Path>, above: Option<u64>) -> Result<u64> {
        let (title, body) = match document {
            Some(file) => read(file)?,
            None => (stem(path), CONTENTS.to_owned()),
        };
        let ordinal = self.items.len();
        let mut random = Random::of(&[self.seed, 5, ordinal as u64]);
        let id = page_number(ordinal);
        self.items.push(Item {
            id,
            kind: Kind::Page,
            status: "current",
            title,
            space: 0,
            parent: above.map_or(Parent::None, Parent::Page),
            position: ordinal,
            author: random.below(crowd::CROWD),
            owner: None,
            editor: random.below(crowd::CROWD),
            live: false,
            life: calendar::life(&mut random, self.opening, 1),
            version: 1,
            body: Body::Given(body.into()),
            past: Vec::new(),
            touched: 0,
        });
        Ok(id)
    }
}

/// Title and body of a document; bytes that are no UTF-8 become replacement characters.
fn read(file: &Path) -> Result<(String, String)> {
    let bytes = disk::read(file)?;
    let (title, body) = xhtml::convert(&String::from_utf8_lossy(&bytes));
    Ok((title.unwrap_or_else(|| stem(file)), body))
}

fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(|| "Documentation".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_the_page_of_its_index() {
        let documents = ["/d/a.html", "/d/b/index.htm", "/d/b/c.html", "/d/e/f/g.HTML"].map(PathBuf::from);
        let pages = outline(Path::new("/d"), &documents);
        let shown: Vec<_> = pages.iter().map(|(path, file)| (path.to_str().unwrap(), file.is_some())).collect();
        let expected = [
            ("/d", false),
            ("/d/a.html", true),
            ("/d/b", true),
            ("/d/b/c.html", true),
            ("/d/e", false),
            ("/d/e/f", false),
            ("/d/e/f/g.HTML", true),
        ];
        assert_eq!(shown, expected);
    }
}
