//! Values that are known by their place: attributes that name people, spaces and titles, and what links reach.

use super::super::detect::{PEM, Place, Rule, is_uuid, key_lines, opens_key, promises_secret};
use super::super::gate::Signals;
use super::super::gate::words;
use super::super::kind;
use super::super::markup::Attribute;
use super::super::rewrite::resolve::Finding;
use super::super::token;
use super::super::view::coding::Coding;
use super::super::view::layout::Blanks;
use super::super::view::nested;
use super::super::view::{Ranges, View};
use super::structure::{
    CALL_TARGET, FOREIGN_TOKEN, PERSON_ATTRIBUTE, PERSONAL_SPACE, Treatment, kind_of_file, may_be_target, targets,
    treatment,
};
use super::{DEPTH, LONGEST_LABEL, Scan};
use std::ops::Range;

/// How many values of attributes, or names and values of members, are remembered that raised nothing.
const SILENT: usize = 64;
/// The longest of them.
const LONGEST_SILENT: usize = 64;
/// How many digits the text of a link has at least that is the number which it calls.
const SHORTEST_CALLED: usize = 4;

/// Where values stand that raised nothing: most are there again and again.
pub(in crate::redact) struct Silent([(u32, u32); SILENT]);

impl Default for Silent {
    fn default() -> Self {
        Self([(0, 0); SILENT])
    }
}

impl Silent {
    /// The place of a value, or of another one that is remembered there.
    fn slot(value: &str) -> usize {
        let byte = |at: usize| value.as_bytes().get(at).map_or(0, |b| usize::from(*b));
        (value.len() + byte(0) + 3 * byte(value.len() / 2) + 5 * byte(value.len().saturating_sub(1))) % SILENT
    }
}

impl Scan<'_> {
    /// Whether a value raised nothing before, wherever that was.
    pub(super) fn is_silent(&self, value: &str) -> bool {
        let (start, end) = self.silent.0[Silent::slot(value)];
        !value.is_empty() && self.input.get(start as usize..end as usize) == Some(value)
    }

    /// Remembers a value that raised nothing. A whole field might have raised more.
    pub(super) fn was_silent(&mut self, range: &Range<usize>, coding: Coding) {
        let value = &self.input[range.clone()];
        if coding != Coding::Plain && !self.field && value.len() <= LONGEST_SILENT {
            // Inputs are far shorter than 2^32.
            self.silent.0[Silent::slot(value)] = (range.start as u32, range.end as u32);
        }
    }

    /// Reads the value of an attribute.
    pub(super) fn attribute(&mut self, attribute: &Attribute) {
        let bytes = self.input.as_bytes();
        let value = &attribute.value;
        match treatment(&bytes[attribute.name.clone()]) {
            Treatment::Exempt => {}
            Treatment::Person => self.person(value, &PERSON_ATTRIBUTE, "", Coding::References),
            Treatment::SpaceKey => self.person(value, &PERSONAL_SPACE, "~", Coding::References),
            Treatment::Title => self.title(value.clone(), Coding::References),
            // The ids of paragraphs and macros, by far the most frequent long values.
            Treatment::Text if is_uuid(&bytes[value.clone()]) => {}
            Treatment::Text => {
                if may_be_target(&bytes[value.clone()]) {
                    self.link(value, Coding::References);
                } else if self.is_silent(&self.input[value.clone()]) {
                    return;
                }
                self.lone_text(value.clone(), Coding::References, &self.input[attribute.name.clone()]);
            }
        }
    }

    /// The name of the parameter whose tag this is; that of a macro tells whether the next ones are those of a lozenge.
    pub(super) fn parameter_name(&mut self, tag: Range<usize>, attributes: &[Attribute]) -> Option<Range<usize>> {
        match &self.input.as_bytes()[tag] {
            b"ac:parameter" => value_of(self.input, attributes, "ac:name"),
            b"ac:structured-macro" => {
                let called = value_of(self.input, attributes, "ac:name").and_then(|called| self.input.get(called));
                self.in_lozenge = called == Some("status");
                None
            }
            _ => None,
        }
    }

    /// Reads the days that a tag `<time datetime="2024-05-17" />` shows in a block.
    pub(super) fn time(&mut self, attributes: &[Attribute], block: &View) {
        let bytes = self.input.as_bytes();
        for day in attributes.iter().filter(|attribute| &bytes[attribute.name.clone()] == b"datetime") {
            let labels = if block.is_blank() { self.labels() } else { vec![block.said_last()] };
            let view = self.view(day.value.clone(), Coding::References);
            labels.iter().for_each(|label| self.day(&view, label));
        }
    }

    /// Reads a day that a reader sees behind the text of its label.
    pub(in crate::redact) fn day(&mut self, day: &View, label: &str) {
        let signals = self.signals(day) | words::met(label.as_bytes());
        // Behind the word for a password it is the day until which that is valid.
        let signals = if is_day(day.text()) { signals.intersection(Signals::OF_DAYS) } else { signals };
        if self.redactor.seeks(signals.worth(day.text())) {
            self.look_told(day, signals, label);
        }
    }

    /// The lines of a private key of which each is a block, as editors make them of what is pasted.
    pub(in crate::redact) fn key_in_blocks(&mut self, block: &View, signals: Signals) {
        let may_begin = signals.intersects(Signals::SECRET);
        if !self.in_key && !may_begin || block.is_blank() {
            return;
        }
        let lines = if self.in_key { key_lines(block) } else { None };
        self.in_key = lines.is_some() || may_begin && opens_key(block);
        if let Some(lines) = lines {
            self.keep(&PEM, None, block, &Ranges::new(), lines);
        }
    }

    /// The title of a page or the name of a file, which is read as the column of the same title is.
    pub(in crate::redact) fn title(&mut self, value: Range<usize>, coding: Coding) {
        let blanks = std::mem::replace(&mut self.blanks, Blanks::Kept);
        self.field = true;
        self.lone_text(value, coding, "");
        self.field = false;
        self.blanks = blanks;
    }

    /// Reads a short field in which `_` and the dot before the kind of a file part words, as they do in the names of files.
    /// What stands beside none of these signs was read before.
    pub(super) fn look_at_name(&mut self, view: &View, place: Place<'_>) {
        let Some((words, walls)) = self.words_of_name(view) else { return };
        let known = self.findings.len();
        self.look(&words, self.signals(&words), Place { field: false, ..place }, &Ranges::new(), DEPTH);
        let found = self.findings.split_off(known);
        let touches = |one: &Range<usize>| walls.iter().any(|wall| one.start <= wall.end && wall.start <= one.end);
        // What stands behind the label of a password was judged as a whole: no part of it is one.
        let is_labelled = is_labelled_secret(view.text());
        let is_part = |finding: &Finding| is_labelled && finding.rule.kind == kind::SECRET;
        let counts = |finding: &Finding| finding.ranges.iter().any(touches) && !is_part(finding);
        self.findings.extend(found.into_iter().filter(counts));
    }

    /// The words of the name that a short field may be, each in a line of its own, and the signs between them.
    fn words_of_name(&self, view: &View) -> Option<(View, Ranges)> {
        let text = view.text();
        if !self.field || text.len() > LONGEST_LABEL {
            return None;
        }
        let dot = kind_of_file(text);
        let written: Ranges = token::written(text).collect();
        let is_within = |at: &usize| written.iter().any(|span| span.contains(at));
        let is_wall = |at: &usize| text[*at] == b'_' || Some(*at) == dot;
        let walls = || memchr::memchr2_iter(b'_', b'.', text).filter(is_wall).filter(|at| !is_within(at));
        // A statement of a program is no name, and no name has lines.
        let name = text.trim_ascii();
        let states = || [&b" = "[..], b"${", b"\n"].iter().any(|sign| memchr::memmem::find(name, sign).is_some());
        if walls().next().is_none() || states() {
            return None;
        }
        let (mut words, mut signs, mut done) = (View::new(false), Ranges::new(), 0);
        for wall in walls() {
            let sign = view.sources(&(wall..wall + 1));
            words.append(view, done..wall);
            words.decoded(b"\n", &sign);
            signs.extend(sign);
            done = wall + 1;
        }
        words.append(view, done..text.len());
        Some((words, signs))
    }

    /// A value that is a person's id by its place, if it begins with `sign`.
    pub(in crate::redact) fn person(&mut self, value: &Range<usize>, rule: &'static Rule, sign: &str, coding: Coding) {
        let view = self.view(value.clone(), coding);
        let text = String::from_utf8_lossy(view.text());
        if text.trim().starts_with(sign) {
            self.whole(text.trim(), rule, vec![value.clone()]);
        }
    }

    /// What an address reaches, where its scheme says so.
    pub(in crate::redact) fn link(&mut self, value: &Range<usize>, coding: Coding) {
        if !may_be_target(&self.input.as_bytes()[value.clone()]) {
            return;
        }
        let view = self.view(value.clone(), coding);
        let view = nested::escapes(&view).unwrap_or(view);
        for (rule, span) in targets(view.text()) {
            let text = String::from_utf8_lossy(&view.text()[span.clone()]);
            self.whole(&text, rule, view.sources(&span));
            self.called = if rule.kind == kind::PHONE_NUMBER { digits(text.as_bytes()) } else { Vec::new() };
        }
    }

    /// The first text of a link that calls a number, where it is the end of that number as people write it: behind `tel:` all
    /// of it has to stand, and the text would give it away.
    pub(super) fn text_of_call(&mut self, text: &Range<usize>) {
        let view = self.view(text.clone(), Coding::References);
        let shown = view.text();
        if shown.trim_ascii().is_empty() {
            return;
        }
        let called = std::mem::take(&mut self.called);
        let sign = |b: &u8| b.is_ascii_digit() || b" \t\n+()-./".contains(b);
        let number = digits(shown);
        let own = &number[number.iter().take_while(|b| **b == b'0').count()..];
        if shown.iter().all(sign) && number.len() >= SHORTEST_CALLED && called.ends_with(own) {
            let lead = shown.len() - shown.trim_ascii_start().len();
            let span = lead..lead + shown.trim_ascii().len();
            let value = String::from_utf8_lossy(&shown[span.clone()]).into_owned();
            self.whole(&value, &CALL_TARGET, view.sources(&span));
        }
    }

    /// Finds a value that is known by its place, whatever it looks like.
    fn whole(&mut self, value: &str, rule: &'static Rule, ranges: Ranges) {
        let ours = token::is_placeholder(value) || self.redactor.made(value);
        if value.is_empty() || ours || self.redactor.policy().own().allows(value) {
            return;
        }
        let forged = token::shaped(value.as_bytes()).any(|span| span.len() == value.len());
        let rule = if forged { &FOREIGN_TOKEN } else { rule };
        let replacement = self.redactor.replacement(rule, value);
        self.findings.push(Finding { rule, evidence: None, replacement, len: value.len(), ranges });
    }
}

/// The digits of a text.
fn digits(text: &[u8]) -> Vec<u8> {
    text.iter().copied().filter(u8::is_ascii_digit).collect()
}

/// Whether a short text is the name of a secret, a colon, a blank and one word. A title has a colon behind other words.
fn is_labelled_secret(text: &[u8]) -> bool {
    let Some((label, value)) = str::from_utf8(text).ok().and_then(|text| text.split_once(": ")) else { return false };
    !value.trim().contains(char::is_whitespace) && promises_secret(label.trim())
}

/// Whether this is a day as ISO 8601 writes it, perhaps with a time.
fn is_day(text: &[u8]) -> bool {
    let sign = |b: &u8| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b':' | b'.' | b'T' | b'Z' | b' ');
    matches!(text, [_, _, _, _, b'-', _, _, b'-', _, _, ..]) && text.iter().all(sign)
}

/// Where the value of an attribute stands, by its name.
pub(super) fn value_of(input: &str, attributes: &[Attribute], name: &str) -> Option<Range<usize>> {
    let named = attributes.iter().find(|attribute| input.get(attribute.name.clone()) == Some(name));
    named.map(|attribute| attribute.value.clone())
}

#[cfg(test)]
mod tests {
    use crate::redact::{Format, Policy, Redactor, Tally};

    #[test]
    fn a_value_that_stands_again_is_read_as_it_was_before() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let redacted = |body: &str| redactor.redact(body, Format::Storage, &mut Tally::new()).into_owned();
        let tag = |target: &str| format!("<a title=\"left\" href=\"{target}\">x</a>");
        for (target, expected) in [
            ("mailto:jane", "mailto:[EMAIL_ADDRESS]"),
            ("ann@example.org", "[EMAIL_ADDRESS]"),
            ("chapter.html", "chapter.html"),
        ] {
            assert_eq!(redacted(&tag(target).repeat(3)), tag(expected).repeat(3));
        }
    }

    #[test]
    fn the_text_of_a_link_that_calls_is_the_number_as_people_write_it() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let redacted = |body: &str| redactor.redact(body, Format::Storage, &mut Tally::new()).into_owned();
        let link = |target: &str, text: &str| format!("<p>a <a href=\"tel:{target}\">{text}</a> b</p>");
        let gone = "[PHONE_NUMBER]";
        for text in
            ["089 55 88 31", "(0 89) 55-88-31", "<b>558831</b>", " 55 88 31", "+49&nbsp;89 558831", "<b> </b>8831"]
        {
            let number = text.trim_start_matches("<b> </b>").trim_start_matches("<b>").trim_end_matches("</b>");
            let output = link(gone, &text.replace(number.trim(), gone));
            assert_eq!(redacted(&link("+4989558831", text)), output);
            assert_eq!(redacted(&output), output);
        }
        for text in ["our desk", "room 8831", "831", "089 55 88 32", "x"] {
            let later = |target: &str| link(target, text) + "<p>and 8831</p>";
            assert_eq!(redacted(&later("+4989558831")), later(gone));
        }
        let mail = "<a href=\"mailto:x8831\">8831</a>";
        assert_eq!(redacted(mail), mail.replace("x8831", "[EMAIL_ADDRESS]"));
    }

    #[test]
    fn the_day_of_a_tag_is_told_by_what_stands_before_it() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        for (before, behind) in [("<p>DOB: ", "</p>"), ("<p>DOB</p><p>", "</p>"), ("<p>x</p><p>DOB: ", " a</p>")] {
            let body = |day: &str| format!("{before}<time lang=\"1980-01-01\" datetime=\"{day}\" />{behind}");
            let output = redactor.storage(&body("1980-01-01"), &mut Tally::new()).into_owned();
            assert_eq!(output, body("[DATE_OF_BIRTH]"), "{before}");
        }
        for body in [
            "<p>Started: <time datetime=\"1980-01-01\" /></p>",
            "<p>DOB</p><p>Started: <time datetime=\"1980-01-01\" /></p>",
            "<p>DOB: <span datetime=\"1980-01-01\" /></p>",
            // A day opens nothing.
            "<p>Password: <time datetime=\"2024-11-19\" /></p>",
            "<p>Passwort \u{e4}ndern bis <time datetime=\"2024-11-19\"></time></p>",
            "<table><tr><th>PIN</th></tr><tr><td><time datetime=\"2024-11-19\" /></td></tr></table>",
        ] {
            assert_eq!(redactor.storage(body, &mut Tally::new()), body);
        }
    }

    #[test]
    fn what_is_no_day_is_read_behind_the_word_for_a_password() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        for (body, output) in [
            ("<p>Password: <time datetime=\"Otter88!x\" /></p>", "<p>Password: <time datetime=\"[SECRET]\" /></p>"),
            (
                "<p>Password: <time datetime=\"2024-11-19\" /> Otter88!x</p>",
                "<p>Password: <time datetime=\"2024-11-19\" /> [SECRET]</p>",
            ),
        ] {
            assert_eq!(redactor.storage(body, &mut Tally::new()), output);
        }
    }

    #[test]
    fn signs_and_the_kind_of_a_file_part_the_words_of_a_name() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let redacted = |text: &str| redactor.text(text, &mut Tally::new()).into_owned();
        for (name, output) in [("report_219-09-9998.pdf", "report_[US_SSN].pdf"), ("219-09-9998.pdf", "[US_SSN].pdf")] {
            assert_eq!(redacted(name), output);
        }
        // What stands behind the label of a password is no name either, and a title may have a colon.
        for (text, output) in [
            ("password: config.x9", "password: config.x9"),
            ("Re: scan_219-09-9998.pdf", "Re: scan_[US_SSN].pdf"),
            ("password: scan_219-09-9998.pdf", "password: [SECRET]"),
        ] {
            assert_eq!(redacted(text), output);
        }
        // Statements are no names, and neither is what stands in a text of several paragraphs or of a page's length.
        let long = format!("a_219-09-9998_b{}", " and so on".repeat(60));
        for text in ["x_y = 219-09-9998_b", "dir_${a}_219-09-9998_b", "a_219-09-9998_b\n\nsecond", &long] {
            assert_eq!(redacted(text), text);
        }
        assert_eq!(redacted("image_tag: 9.3.0.1"), "image_tag: 9.3.0.1");
    }
}
