//! Messages between computers: which field of a line is what. A row names the phrase that would stand before the field, if the
//! message had words.

use super::pattern::Pattern;
use super::read::leading;
use super::shape::ByHash;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// How many bytes of a line tell which rows may read it.
const HEAD: usize = 2;

/// A row.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Row {
    name: String,
    /// How the line begins.
    line: Option<String>,
    lines: Vec<String>,
    /// What parts its fields.
    split: Option<char>,
    /// What ends it beside the end of the line.
    end: Option<char>,
    /// What parts the repetitions of a field.
    repeat: Option<char>,
    /// What parts the components of a repetition.
    component: Option<char>,
    /// The phrases by the numbers of fields; `5.2` is the second component.
    fields: BTreeMap<String, String>,
    /// What fields must be.
    when: BTreeMap<String, Vec<String>>,
    /// What components of the same repetition must be, or must not be.
    when_component: BTreeMap<String, Vec<String>>,
    unless_component: BTreeMap<String, Vec<String>>,
    /// What stands behind the beginning of the line, with a group `value`, and its phrase.
    after: Option<String>,
    is: Option<String>,
    pub(super) yes: Vec<String>,
}

/// All rows, by how their lines begin.
#[derive(Debug, Default)]
pub(super) struct Formats {
    rows: Vec<(Row, Option<Pattern>)>,
    by_head: ByHash<Vec<(String, usize)>>,
}

impl Formats {
    /// Adds a row; says what is wrong with it.
    pub(super) fn add(&mut self, row: Row) -> Result<(), String> {
        let has_fields = row.split.is_some() && !row.fields.is_empty();
        if has_fields == (row.after.is_some() && row.is.is_some()) {
            return Err(format!("{} needs either fields with what parts them, or what stands behind it", row.name));
        }
        for line in row.line.iter().chain(&row.lines) {
            let head = *line.as_bytes().first_chunk().ok_or_else(|| format!("{line:?} is too short"))?;
            self.by_head.entry(key(head)).or_default().push((line.clone(), self.rows.len()));
        }
        let after = row.after.as_deref().map(|after| Pattern::within(&format!("^(?:{after})")));
        self.rows.push((row, after));
        Ok(())
    }

    /// The rows, for the test of their examples.
    #[cfg(test)]
    pub(super) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().map(|(row, _)| row)
    }

    /// Calls for each field that a row names, with its phrase.
    pub(super) fn find(&self, text: &[u8], mut found: impl FnMut(Range<usize>, &str)) {
        let mut start = 0;
        for end in memchr::memchr2_iter(b'\n', b'\r', text).chain([text.len()]) {
            let lead = leading(&text[start..end], usize::MAX, |b| b.is_ascii_whitespace() || b.is_ascii_control());
            self.line(text, start + lead..end, &mut found);
            start = end + 1;
        }
    }

    fn line(&self, text: &[u8], line: Range<usize>, found: &mut impl FnMut(Range<usize>, &str)) {
        let Some(head) = text[line.clone()].first_chunk() else { return };
        for (begins, row) in self.by_head.get(&key(*head)).into_iter().flatten() {
            if !text[line.clone()].starts_with(begins.as_bytes()) {
                continue;
            }
            let (row, after) = &self.rows[*row];
            match (after, &row.is) {
                (Some(after), Some(is)) => {
                    let from = line.start + begins.len();
                    let value = after.captures_at(&text[from..line.end], 0).and_then(|captures| captures.name("value"));
                    value.into_iter().for_each(|value| found(from + value.start()..from + value.end(), is));
                }
                _ => row.fields_of(text, line.clone(), found),
            }
        }
    }
}

impl Row {
    fn fields_of(&self, text: &[u8], line: Range<usize>, found: &mut impl FnMut(Range<usize>, &str)) {
        let end = self.end.and_then(|end| memchr::memchr(end as u8, &text[line.clone()]));
        let line = line.start..end.map_or(line.end, |len| line.start + len);
        let fields = parts(text, line, self.split);
        let first =
            |field: &Range<usize>| parts(text, field.clone(), self.component).into_iter().next().unwrap_or(0..0);
        let is_one = |at: &str, list: &[String], of: &[Range<usize>], from: usize| {
            let part = at.parse::<usize>().ok().and_then(|at| of.get(at.checked_sub(from)?));
            part.is_some_and(|part| list.iter().any(|one| one.as_bytes() == &text[part.clone()]))
        };
        let firsts: Vec<Range<usize>> = fields.iter().map(first).collect();
        if !self.when.iter().all(|(at, list)| is_one(at, list, &firsts, 0)) {
            return;
        }
        for (at, phrase) in &self.fields {
            let (field, component) = at.split_once('.').unwrap_or((at, "1"));
            let Some(field) = field.parse::<usize>().ok().and_then(|at| fields.get(at)) else { continue };
            for repetition in parts(text, field.clone(), self.repeat) {
                let components = parts(text, repetition, self.component);
                let fits = self.when_component.iter().all(|(at, list)| is_one(at, list, &components, 1))
                    && !self.unless_component.iter().any(|(at, list)| is_one(at, list, &components, 1));
                let value = component.parse::<usize>().ok().and_then(|at| components.get(at.checked_sub(1)?));
                if let Some(value) = value.filter(|value| fits && !value.is_empty()) {
                    found(value.clone(), phrase);
                }
            }
        }
    }
}

/// The key of how a line begins.
fn key(head: [u8; HEAD]) -> u64 {
    u64::from(u16::from_le_bytes(head)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The parts of a stretch between signs; all of it where there is no sign.
fn parts(text: &[u8], span: Range<usize>, sign: Option<char>) -> Vec<Range<usize>> {
    let Some(sign) = sign else { return vec![span] };
    let mut start = span.start;
    let ends = memchr::memchr_iter(sign as u8, &text[span.clone()]).map(|at| span.start + at).chain([span.end]);
    ends.map(|end| std::mem::replace(&mut start, end + 1)..end).collect()
}
