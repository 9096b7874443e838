//! Values that are known by their place: attributes that name people, spaces and titles, and what links reach.

use super::Scan;
use super::structure::{
    CALL_TARGET, FOREIGN_TOKEN, KEY_LINE, PERSON_ATTRIBUTE, PERSON_LINKED, PERSON_NAMED, PERSONAL_SPACE, Treatment,
    may_be_target, targets, treatment,
};
use crate::finding::{BY_PLACE, Rule};
use crate::markup::Attribute;
use crate::rewrite::resolve::Finding;
use crate::view::coding::Coding;
use crate::view::layout::Blanks;
use crate::view::{Ranges, View, nested};
use crate::{kind, token};
use std::ops::Range;

/// The shortest name of a tag or an attribute that may hold a value, and the fewest digits of one without a sign.
const SHORTEST_NAME: usize = 8;
const FEWEST_DIGITS: usize = 8;
/// How many digits the text of a link has at least that is the number which it calls.
const SHORTEST_CALLED: usize = 4;

impl Scan<'_> {
    /// Reads the names of a tag and its attributes, which nothing can replace: where one holds something, the text is not redacted.
    pub(super) fn names_of_tag(&mut self, tag: &Range<usize>, attributes: &[Attribute]) {
        self.name_in_tag(tag);
        attributes.iter().for_each(|attribute| self.name_in_tag(&attribute.name));
    }

    fn name_in_tag(&mut self, name: &Range<usize>) {
        let name = &self.input.as_bytes()[name.clone()];
        let told = |b: &u8| if *b == b'@' { FEWEST_DIGITS } else { usize::from(b.is_ascii_digit()) };
        if name.len() < SHORTEST_NAME || name.iter().map(told).sum::<usize>() < FEWEST_DIGITS {
            return;
        }
        let mut view = View::new(false);
        view.copy(name, 0);
        let (known, missed) = (self.findings.len(), self.scanned.missed.len());
        self.look(&view, "", 0);
        self.scanned.is_bound |= self.findings.drain(known..).any(|finding| finding.replacement.is_some());
        self.scanned.missed.truncate(missed);
    }

    /// Reads the attributes of a tag; tells whether its element is about a person.
    pub(super) fn attributes(&mut self, attributes: &[Attribute]) -> bool {
        let (bytes, people) = (self.input.as_bytes(), &self.rulebook.book.people);
        let names = |one: &Attribute| !one.value.is_empty() && people.is_id(&bytes[one.name.clone()]);
        let of_person = attributes.iter().any(names);
        attributes.iter().for_each(|attribute| self.attribute(attribute, attributes, of_person));
        of_person
    }

    /// What the value of an attribute is called: by the attribute, or by the one that names it, as in `<input name="pin" value="1"/>`.
    fn label_of(&self, attribute: &Attribute, attributes: &[Attribute]) -> String {
        let name = &self.input[attribute.name.clone()];
        let named = match name {
            "value" | "content" => ["name", "key"].iter().find_map(|name| value_of(self.input, attributes, name)),
            _ => None,
        };
        format!("{}:", named.map_or(name, |named| &self.input[named]))
    }

    /// Reads the value of an attribute.
    fn attribute(&mut self, attribute: &Attribute, attributes: &[Attribute], of_person: bool) {
        let bytes = self.input.as_bytes();
        let value = &attribute.value;
        let is_read = match treatment(
            &bytes[attribute.name.clone()],
            &bytes[value.clone()],
            &self.rulebook.book.people,
            of_person,
        ) {
            Treatment::Exempt => true,
            Treatment::Name => {
                self.name(value);
                true
            }
            Treatment::Person => self.person(value, &PERSON_ATTRIBUTE, "", Coding::References),
            Treatment::SpaceKey => self.person(value, &PERSONAL_SPACE, "~", Coding::References),
            Treatment::Title => {
                self.title(value.clone(), Coding::References);
                true
            }
            Treatment::Text => false,
        };
        if !is_read {
            self.link(value, Coding::References);
            let label = self.label_of(attribute, attributes);
            self.formal = true;
            self.lone_text(value.clone(), Coding::References, &label);
            self.formal = false;
        }
    }

    /// The title of a page or the name of a file, which is read as the column of the same title is.
    pub(crate) fn title(&mut self, value: Range<usize>, coding: Coding) {
        let (blanks, field) = (self.blanks, self.field);
        (self.blanks, self.field) = (Blanks::Kept, true);
        self.lone_text(value, coding, "");
        (self.blanks, self.field) = (blanks, field);
    }

    /// A value that is a person's id by its place, if it begins with `sign`; tells whether that is all there is to find in it. One
    /// that the policy keeps may hold something else, and words that stand for an absent value are nobody's.
    pub(crate) fn person(&mut self, value: &Range<usize>, rule: &'static Rule, sign: &str, coding: Coding) -> bool {
        let view = self.view(value.clone(), coding);
        let text = String::from_utf8_lossy(view.text());
        let is_absent = rule.kind != kind::ACCOUNT_ID && self.rulebook.book.is_absent(text.trim().as_bytes());
        !is_absent && text.trim().starts_with(sign) && self.whole(text.trim(), rule, vec![value.clone()])
    }

    /// What a person is called by its place, without the sign of a mention before it.
    pub(super) fn name(&mut self, value: &Range<usize>) {
        let view = self.view(value.clone(), Coding::References);
        let text = view.text();
        let lead = text.iter().take_while(|b| b.is_ascii_whitespace() || **b == b'@').count();
        let span = lead..text.trim_ascii_end().len().max(lead);
        let name = String::from_utf8_lossy(&text[span.clone()]).into_owned();
        if name.chars().any(char::is_alphabetic) {
            self.whole(&name, &PERSON_NAMED, view.sources(&span));
        }
    }

    /// What an address reaches, where its scheme says so, and the people whom it names.
    pub(crate) fn link(&mut self, value: &Range<usize>, coding: Coding) {
        let (source, people) = (&self.input.as_bytes()[value.clone()], &self.rulebook.book.people);
        if !may_be_target(source) && !people.may_be_in(source) {
            return;
        }
        let view = self.view(value.clone(), coding);
        let view = nested::escapes(&view).unwrap_or(view);
        for span in people.places_in(view.text()) {
            let id = String::from_utf8_lossy(&view.text()[span.clone()]);
            self.whole(&id, &PERSON_LINKED, view.sources(&span));
        }
        for (rule, span) in targets(view.text()) {
            let text = String::from_utf8_lossy(&view.text()[span.clone()]);
            self.whole(&text, rule, view.sources(&span));
            self.called = if rule.kind == kind::PHONE_NUMBER { digits(text.as_bytes()) } else { Vec::new() };
        }
    }

    /// The first text of a link that calls a number, where it is the end of that number as people write it: behind `tel:` all
    /// of it has to stand, and the text would give it away.
    pub(super) fn text_of_call(&mut self, text: &Range<usize>) {
        if self.called.is_empty() {
            return;
        }
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

    /// The lines of a private key of which each is a block, as editors make them of what is pasted.
    pub(crate) fn key_in_blocks(&mut self, block: &View) {
        let text = block.text().trim_ascii();
        let is_line = text.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='));
        if self.in_key && is_line && !text.is_empty() {
            let value = String::from_utf8_lossy(text).into_owned();
            self.whole(&value, &KEY_LINE, block.sources(&(0..block.text().len())));
            return;
        }
        let begins = memchr::memmem::find(text, b"-----BEGIN ")
            .is_some_and(|at| memchr::memmem::find(&text[at..], b"PRIVATE KEY-----").is_some());
        let goes_on = self.in_key && (text.is_empty() || token::is_all_written(text));
        self.in_key = goes_on || begins && memchr::memmem::find(text, b"-----END ").is_none();
    }

    /// Finds a value that is known by its place, whatever it looks like; tells whether nothing of it is left to read.
    fn whole(&mut self, value: &str, rule: &'static Rule, ranges: Ranges) -> bool {
        let ours = token::is_placeholder(value) || self.redactor.made(value);
        if value.is_empty() || ours || self.redactor.policy().own().allows(value) {
            return true;
        }
        let forged = token::shaped(value.as_bytes()).any(|span| span.len() == value.len());
        let rule = if forged { &FOREIGN_TOKEN } else { rule };
        let replacement = self.redactor.replacement(rule, value);
        let is_hidden = replacement.is_some();
        if is_hidden || self.redactor.is_curious() {
            let (score, len) = (BY_PLACE, value.len());
            self.findings.push(Finding { rule, score, evidence: None, replacement, len, ranges });
        }
        is_hidden
    }
}

/// The digits of a text.
fn digits(text: &[u8]) -> Vec<u8> {
    text.iter().copied().filter(u8::is_ascii_digit).collect()
}

/// Where the value of an attribute stands, by its name.
pub(super) fn value_of(input: &str, attributes: &[Attribute], name: &str) -> Option<Range<usize>> {
    let named = attributes.iter().find(|attribute| input.get(attribute.name.clone()) == Some(name));
    named.map(|attribute| attribute.value.clone())
}
