//! Texts that must not be found in any byte that the program writes or prints.

use super::site::{files_below, rows_of};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use catchment_lake::db::Db;
use memchr::memmem;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Texts that must not be found, each in every form in which it could be written.
pub struct Canaries {
    needles: Vec<(String, Vec<u8>)>,
}

impl Canaries {
    /// These texts.
    pub fn of(words: impl IntoIterator<Item = String>) -> Self {
        let mut needles = Vec::new();
        for word in words {
            for form in forms(&word) {
                needles.push((word.clone(), form.into_bytes()));
            }
        }
        Self { needles }
    }

    /// The first of them that is in these bytes.
    pub fn found_in(&self, bytes: &[u8]) -> Option<&str> {
        self.needles.iter().find(|(_, form)| memmem::find(bytes, form).is_some()).map(|(word, _)| word.as_str())
    }

    /// Asserts that none of them is in these bytes, which are in this place.
    pub fn are_not_in(&self, bytes: &[u8], place: &str) {
        if let Some(word) = self.found_in(bytes) {
            let at = self.needles.iter().find_map(|(_, form)| memmem::find(bytes, form)).unwrap();
            let around =
                String::from_utf8_lossy(&bytes[at.saturating_sub(60)..(at + 80).min(bytes.len())]).into_owned();
            panic!("{word:?} is in {place}: …{around}…");
        }
    }

    /// Searches every file below the work folder; tells how many bytes.
    pub fn are_not_below(&self, folder: &Path) -> usize {
        let mut searched = 0;
        for file in files_below(folder) {
            // Sockets hold nothing, and what a link leads to is searched where it is.
            if !file.is_file() {
                continue;
            }
            let bytes = fs::read(&file).unwrap();
            self.are_not_in(&bytes, &file.display().to_string());
            self.are_not_in(file.to_string_lossy().as_bytes(), "a path");
            searched += bytes.len();
        }
        searched
    }

    /// Searches what the compression hides of Parquet below a folder and of a database; tells how many bytes.
    pub fn are_not_inside(&self, folder: &Path, database: &Db) -> usize {
        let mut searched = 0;
        for file in files_below(folder).iter().filter(|file| file.extension().is_some_and(|end| end == "parquet")) {
            for value in rows_of(file).into_iter().flat_map(|row| row.into_values().flatten()) {
                self.are_not_in(value.as_bytes(), "a value of a dataset");
                searched += value.len();
            }
        }
        let all = |sql: &str| database.query(sql, [], |row| row.get::<_, String>(0)).unwrap();
        let tables =
            "select table_schema || '.' || table_name from information_schema.tables where table_type = 'BASE TABLE'";
        for table in all(tables) {
            // Sealed responses are the one place where content may be, and they are encrypted.
            let columns = if table == "land.response" { "* exclude (sealed)" } else { "*" };
            for row in all(&format!("select cast(kept as varchar) from (select {columns} from {table}) as kept")) {
                self.are_not_in(row.as_bytes(), &table);
                searched += row.len();
            }
        }
        searched
    }
}

/// The forms in which a text could be written: as it is, in base64, URL-encoded, JSON-escaped, in XHTML.
pub fn forms(word: &str) -> BTreeSet<String> {
    let json = |text: &str| serde_json::to_string(text).unwrap().trim_matches('"').to_owned();
    let ascii: String =
        word.chars().map(|c| if c.is_ascii() { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) }).collect();
    let percent = |keep: &[u8], space: &str| -> String {
        let one = |byte: u8| match byte {
            b' ' => space.to_owned(),
            byte if byte.is_ascii_alphanumeric() || keep.contains(&byte) => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        };
        word.bytes().map(one).collect()
    };
    let mut forms = BTreeSet::from([
        word.to_owned(),
        STANDARD.encode(word),
        STANDARD.encode(word).trim_end_matches('=').to_owned(),
        URL_SAFE_NO_PAD.encode(word),
        percent(b"-_.~", "%20"),
        percent(b"*-._", "+"),
        percent(b"", "%20"),
        percent(b"-_.~", "%20").to_lowercase(),
        json(word),
        ascii.replace('\\', "\\\\").replace('"', "\\\"").replace("\\\\u", "\\u"),
        word.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"),
        word.replace('@', "\\u0040"),
        word.replace('@', "&#64;"),
    ]);
    if word.len() == 16 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        for between in [" ", "-", "&nbsp;", "\u{a0}"] {
            let groups: Vec<&str> = (0..4).map(|at| &word[4 * at..4 * at + 4]).collect();
            forms.insert(groups.join(between));
        }
    }
    forms
}
