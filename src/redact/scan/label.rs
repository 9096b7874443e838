//! What stands before a block and says what it is: the name of a parameter, the header of a column, the block before.

use super::table::tied;
use super::{LONGEST_LABEL, Scan};
use crate::redact::detect::{is_strong, names_both};
use crate::redact::gate::Signals;
use crate::redact::gate::words;
use crate::redact::rewrite::Rewritten;
use crate::redact::view::View;
use crate::redact::view::coding::Coding;
use crate::redact::{Again, Format, token};
use std::ops::Range;

/// The longest login name, in bytes.
const LONGEST_LOGIN: usize = 64;
/// What labels the second block below the name of a login and its password.
pub(in crate::redact) const BELOW_BOTH: &str = "login password:";
/// How many words and signs the label of an item may have.
const MOST_WORDS: usize = 4;

impl Scan<'_> {
    /// Looks at the name of the parameter whose value a block is: the title of a lozenge is text that a reader sees, if it shows
    /// that it is a value and no state of something.
    pub(super) fn see_lozenge(&mut self, block: &View) {
        if self.in_lozenge && is_strong(block.text().trim_ascii()) {
            self.parameter = None;
        }
    }

    /// Whether a block is the colour of a lozenge, which nobody reads.
    pub(super) fn is_colour(&self) -> bool {
        let name = || self.parameter.clone().and_then(|name| self.input.get(name));
        self.in_lozenge && name().is_some_and(|name| name != "title")
    }

    /// Whether this is a short block: with a telling word for its label it is read though it shows nothing by itself, as a
    /// password.
    pub(in crate::redact) fn may_be_told(&self, block: &View) -> bool {
        !block.is_blank() && block.text().len() <= LONGEST_LABEL && self.redactor.seeks(Signals::TELLING)
    }

    pub(super) fn is_told(&self, block: &View) -> bool {
        let named = |name: &Range<usize>| words::met(self.input[name.clone()].as_bytes());
        match &self.parameter {
            Some(name) => self.may_be_told(block) && named(name).intersects(Signals::TELLING),
            None => self.may_be_told(block) && (self.below_both || self.raised_before().intersects(Signals::TELLING)),
        }
    }

    /// Whether a block is the state that a lozenge shows between a label and its value.
    pub(super) fn is_state(&self, signals: Signals) -> bool {
        self.in_lozenge && self.parameter.is_some() && !signals.intersects(Signals::TELLING)
    }

    /// What was raised by the block before this one and by the header of its column, as far as they speak of it.
    pub(super) fn raised_before(&self) -> Signals {
        match self.tables.place() {
            Some(place) if place.led => self.raised_by_block_before() | place.raised,
            Some(place) => place.raised,
            None => self.raised_by_block_before(),
        }
    }

    fn raised_by_block_before(&self) -> Signals {
        let given = || words::met(self.given.as_bytes());
        if self.given.is_empty() { self.raised } else { *self.given_raised.get_or_init(given) }
    }

    /// What the words of a label raise. A block before that raised none has none.
    pub(super) fn told(&self, label: &str) -> Signals {
        // What was given is known.
        if !self.given.is_empty() && label == self.given {
            return self.raised_by_block_before();
        }
        let known = self.parameter.is_none() && self.given.is_empty() && !self.below_both;
        let silent = label.is_empty() || known && !self.raised_before().intersects(Signals::SAID);
        if silent { Signals::default() } else { words::met(label.as_bytes()) }
    }

    /// What says of this block what it is: the name of the parameter, the header of the column, the block before.
    pub(in crate::redact) fn labels(&self) -> Vec<String> {
        match self.parameter.clone().filter(|name| name.len() <= LONGEST_LABEL) {
            Some(name) => vec![tied(name_of(&self.folded(name, Coding::References)))],
            None => self.tables.labels(|| self.label_before(), self.raised_by_block_before()),
        }
    }

    /// Whether a block is a word below a block that is the name of a login and its password.
    pub(super) fn is_first_of_both(&self, block: &View) -> bool {
        // Few blocks stand below such a name.
        self.raised.intersects(Signals::SECRET) && may_be_login(block) && names_both(&self.previous.said_last())
    }

    /// What the block before says of this one: in a list of properties, what it is.
    fn label_before(&self) -> String {
        match self.previous_len {
            _ if self.below_both => BELOW_BOTH.to_owned(),
            _ if self.previous.text().is_empty() => self.given.to_owned(),
            // Plain text shows at once what was written in it.
            _ if self.flowing && token::is_any_written(self.previous.text()) => String::new(),
            _ if self.flowing => self.previous.said_last(),
            0..=LONGEST_LABEL => unwritten(&self.previous),
            _ => String::new(),
        }
    }

    /// What is left of a block: in markup, when all that comes to light in it one after the other is replaced.
    pub(super) fn left<'r>(&self, rewritten: &'r Rewritten, label: &str) -> &'r str {
        if self.flowing || self.is_again {
            return &rewritten.text;
        }
        let settle = || self.redactor.settle_rounds(rewritten.text.clone(), Again::below(label), Format::Storage);
        rewritten.settled.get_or_init(settle).as_ref().map_or("", |settled| settled.text.as_str())
    }

    /// Whether what is left of a block of markup has text and is too long to say anything, and nobody asks what that text
    /// is: most of what is rewritten is spared another look.
    pub(super) fn is_mute(&self, left: &str, signals: Signals) -> bool {
        let is_long = !self.flowing && left.len() > LONGEST_LABEL;
        let is_asked = || self.raised.intersects(Signals::TELLING) || self.tables.is_listening() || self.is_colour();
        is_long && !signals.intersects(Signals::SECRET) && !is_asked() && begins_with_text(left)
    }

    /// What a stretch of the source says.
    pub(in crate::redact) fn folded(&self, range: Range<usize>, coding: Coding) -> String {
        self.view(range, coding).said()
    }
}

/// The name of a parameter, if it is one: what holds signs may hold values, and be another when it is read again.
fn name_of(text: &str) -> &str {
    let fits = |b: u8| b.is_ascii_alphanumeric() || !b.is_ascii() || b" _.:-".contains(&b);
    if text.bytes().all(fits) { text } else { "" }
}

/// Whether the first thing that a reader of markup sees is a letter or a digit, behind tags without attributes.
fn begins_with_text(markup: &str) -> bool {
    let mut rest = markup.trim_start();
    while let Some(tag) = rest.strip_prefix('<') {
        let Some((name, behind)) = tag.split_once('>') else { return false };
        if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'/') {
            return false;
        }
        rest = behind.trim_start();
    }
    rest.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// Whether a block is a word, as the name of a login is.
pub(in crate::redact) fn may_be_login(block: &View) -> bool {
    let word = block.text().trim_ascii();
    (1..=LONGEST_LOGIN).contains(&word.len()) && !word.iter().any(u8::is_ascii_whitespace)
}

/// Whether what we wrote ourselves stands in a block, alone or behind a label of a few words that say where it counts, as in
/// a list: `prod: [SECRET]`. What stands above such items speaks of the next one, too.
pub(super) fn is_item(text: &[u8]) -> bool {
    let text = text.trim_ascii_end();
    let ends = || token::written(text).last().is_some_and(|last| last.end == text.len());
    // Few texts end like one.
    if text.last() != Some(&b']') || text.len() > LONGEST_LABEL || !ends() {
        return false;
    }
    let said = token::without_written(text);
    let label = said.trim_end();
    label.is_empty() || label.ends_with([':', '=', '-', '>', '\u{2192}']) && is_silent(label)
}

/// Whether these are a few words, and none of them says what the next block is.
pub(in crate::redact) fn is_silent(label: &str) -> bool {
    label.split_whitespace().count() <= MOST_WORDS && !words::met(label.as_bytes()).intersects(Signals::TELLING)
}

/// What a short block says beside placeholders and tokens: the same before and after they take the place of values.
pub(super) fn unwritten(block: &View) -> String {
    let said = token::without_written(block.text());
    if said.len() <= LONGEST_LABEL { said } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::{Policy, Redactor, Tally};

    #[test]
    fn a_block_is_labelled_by_its_parameter_or_by_what_the_block_before_will_say() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let label = |input: &str| {
            let mut scan = Scan::new(input, &redactor);
            scan.markup(0..input.len(), true);
            scan.labels().remove(0)
        };
        assert_eq!(label("<th>Phone <b>no</b></th><td>"), "Phone no");
        assert_eq!(label("<p>x</p><ac:parameter ac:name=\"card&#78;o\">"), "cardNo:");
        assert_eq!(label("<ac:parameter ac:name=\"a\">1</ac:parameter><p>"), "1");
        assert_eq!(label("<ac:parameter>"), "");
        assert_eq!(label("<ac:parameter ac:name=\"password=Sunny7q\">"), "");
        assert_eq!(label("<p>Phone of ann@example.org</p><p>"), "Phone of ");
        assert_eq!(label("<p>Phone <!-- ann@example.org --></p><p>"), "Phone ");
        assert_eq!(label("<p>Phone <i title=\"ann@example.org\">no</i></p><p>"), "Phone no");
    }

    #[test]
    fn a_password_is_told_by_the_name_of_both_above_its_login() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        for (heading, login) in [("Credentials", "svc_mail"), ("Zugangsdaten:", "jo.doe")] {
            let body = |password: &str| format!("<h2>{heading}</h2><p>{login}</p><p>{password}</p><p>Otter8X8x</p>");
            let output = redactor.storage(&body("Kestrel-Heron-70"), &mut Tally::new()).into_owned();
            assert_eq!(output, body("[SECRET]"), "{heading}");
        }
        let body = |values: [&str; 2]| format!("<h2>Login</h2><p>{}</p><p>{}</p>", values[0], values[1]);
        let output = redactor.storage(&body(["jo@example.org", "Kestrel-Heron-70"]), &mut Tally::new()).into_owned();
        assert_eq!(output, body(["[EMAIL_ADDRESS]", "[SECRET]"]));
        let text = "Credentials\n\nsvc_mail\n\nWombat!77\n\nmore";
        assert_eq!(redactor.text(text, &mut Tally::new()), text.replace("Wombat!77", "[SECRET]"));
        for body in [
            "<h2>Credentials</h2><p>svc_mail</p><p>db-prod-2024</p>",
            "<h2>Credentials</h2><p>see the vault</p><p>Kestrel-Heron-70</p>",
            "<h2>Hosts</h2><p>svc_mail</p><p>Kestrel-Heron-70</p>",
            "<h2>Login page</h2><p>svc_mail</p><p>Kestrel-Heron-70</p>",
        ] {
            assert_eq!(redactor.storage(body, &mut Tally::new()), body, "{body}");
        }
    }

    #[test]
    fn the_first_cell_of_a_row_speaks_of_all_blocks_of_the_second() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let row = |cell: &str, values: [&str; 2]| {
            format!(
                "<table><tr><{cell}>Password</{cell}><td><p>a: {}</p><p>b: {}</p></td></tr></table>",
                values[0], values[1]
            )
        };
        for cell in ["th", "td"] {
            let output = redactor.storage(&row(cell, ["Sunny-7q", "Rainy-8q"]), &mut Tally::new()).into_owned();
            assert_eq!(output, row(cell, ["[SECRET]", "[SECRET]"]));
        }
    }

    #[test]
    fn a_day_with_the_name_of_its_month_is_told_by_the_block_before_it() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        for (before, behind) in
            [("<p>Date of birth</p><p>", "</p>"), ("<table><tr><th>DOB</th></tr><tr><td>", "</td></tr></table>")]
        {
            let body = |day: &str| format!("{before}{day}{behind}");
            let output = redactor.storage(&body("12 March 1984"), &mut Tally::new()).into_owned();
            assert_eq!(output, body("[DATE_OF_BIRTH]"));
        }
    }

    #[test]
    fn the_value_of_a_parameter_is_told_by_its_name_whatever_stands_before_it() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        for before in ["", "<p>Hosts</p>", "<p>4 of 7</p>"] {
            let body = |value: &str| format!("{before}<ac:parameter ac:name=\"password\">{value}</ac:parameter>");
            let output = redactor.storage(&body("Tr0ub4dor&amp;3"), &mut Tally::new()).into_owned();
            assert_eq!(output, body("[SECRET]"), "{before}");
        }
        let body = "<ac:parameter ac:name=\"language\">Tr0ub4dor&amp;3</ac:parameter>";
        assert_eq!(redactor.storage(body, &mut Tally::new()), body);
    }

    #[test]
    fn a_label_speaks_of_all_values_of_a_list_below_it() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let list = |values: [&str; 3]| {
            format!(
                "<h3>Passwords</h3><ul><li>{}</li><li>{}</li></ul><p>Hosts</p><p>{}</p>",
                values[0], values[1], values[2]
            )
        };
        let output = redactor.storage(&list(["Sunny-7q", "Rainy-8q", "db-17-x9"]), &mut Tally::new()).into_owned();
        assert_eq!(output, list(["[SECRET]", "[SECRET]", "db-17-x9"]));
        let called = list(["prod: Sunny-77q", "test \u{2013} Rainy-88q", "db: Db-17-x9"]);
        let output = redactor.storage(&called, &mut Tally::new());
        assert_eq!(output, list(["prod: [SECRET]", "test \u{2013} [SECRET]", "db: Db-17-x9"]));
        let telling = list(["Host of ann: [SECRET]", "test \u{2013} Rainy-88q", "x"]);
        assert_eq!(redactor.storage(&telling, &mut Tally::new()), telling.replace("Rainy-88q", "[SECRET]"));
        let telling = list(["Patient: [SECRET]", "test \u{2013} Rainy-88q", "x"]);
        assert_eq!(redactor.storage(&telling, &mut Tally::new()), telling);
    }

    #[test]
    fn the_title_of_a_lozenge_is_text_that_stands_where_it_is_read() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let lozenge = |title: &str| {
            format!(
                "<ac:structured-macro ac:name=\"status\"><ac:parameter ac:name=\"colour\">Green</ac:parameter>\
                 <ac:parameter ac:name=\"title\">{title}</ac:parameter></ac:structured-macro>"
            )
        };
        for around in [
            ["<p>Password: ", "</p>"],
            ["<table><tr><th>User</th><th>Password</th></tr><tr><td>bob</td><td>", "</td></tr></table>"],
        ] {
            let text = |title: &str| format!("{}{}{}", around[0], lozenge(title), around[1]);
            assert_eq!(redactor.storage(&text("Otter-88x"), &mut Tally::new()), text("[SECRET]"));
            assert_eq!(redactor.storage(&text("ROTATED"), &mut Tally::new()), text("ROTATED"));
        }
        let other = format!("<p>Release: {}</p>", lozenge("Otter-88x"));
        assert_eq!(redactor.storage(&other, &mut Tally::new()), other);
    }

    #[test]
    fn the_state_in_a_lozenge_stands_between_a_label_and_its_value() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let body = |label: &str, value: &str| {
            format!(
                "<p>{label}: <ac:structured-macro ac:name=\"status\"><ac:parameter ac:name=\"colour\">Green</ac:parameter>\
                 <ac:parameter ac:name=\"title\">NEW</ac:parameter></ac:structured-macro> {value}</p>"
            )
        };
        for (label, value, kind) in
            [("Password", "Otter-88x", "[SECRET]"), ("MRN", "00482913", "[MEDICAL_RECORD_NUMBER]")]
        {
            let output = redactor.storage(&body(label, value), &mut Tally::new()).into_owned();
            assert_eq!(output, body(label, kind));
            assert_eq!(redactor.storage(&output, &mut Tally::new()), output);
        }
        for (label, value) in [("Release", "Otter-88x"), ("Password", "since May")] {
            assert_eq!(redactor.storage(&body(label, value), &mut Tally::new()), body(label, value));
        }
    }

    #[test]
    fn text_that_is_read_first_is_told_from_placeholders_comments_and_nothing() {
        for markup in ["the [SECRET]", " <p>x", "<p><strong>4 of them</strong> [SECRET]</p>", "</td>a"] {
            assert!(begins_with_text(markup), "{markup}");
        }
        for markup in
            ["", "<p></p>", "<p>[SECRET] x</p>", "<!-- x -->", "<![CDATA[x]]>", "<p title='a>b'>", "&#91;x", "<p"]
        {
            assert!(!begins_with_text(markup), "{markup}");
        }
    }

    #[test]
    fn a_block_is_replaced_when_it_will_be_after_all() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let once = |body: &str| redactor.storage(body, &mut Tally::new()).into_owned();
        // Without its number, the second block is a password: the third is one as well, as the output says.
        let output = once("<p>password=</p><p>PIN= 0958</p><p>Sunny-7q</p>");
        assert_eq!(output, "<p>password=</p><p>[SECRET] </p><p>[SECRET]</p>");
        assert_eq!(once(&output), output);
    }

    #[test]
    fn a_comment_is_read_again_with_what_stands_before_it() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let once = |body: &str| redactor.storage(body, &mut Tally::new()).into_owned();
        // Without the number before it, the rest of the comment's first block is a value of the label.
        let body = |number: &str, rest: &str| {
            format!("<p>private key 712020:<p><!--{number}[PHONE_NUMBER]{rest}\n<a href=\"password=-->")
        };
        let output = once(&body("4111111111111111", "john&amp;$6$"));
        assert_eq!(output, body("[CREDIT_CARD]", "[SECRET]"));
        assert_eq!(once(&output), output);
    }

    #[test]
    fn what_is_gone_of_a_block_speaks_no_more() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let once = |body: &str| redactor.storage(body, &mut Tally::new()).into_owned();
        // Were the first block one that tells of values, the second would be an item below it.
        let token = "[ACCOUNT_ID_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA]";
        let output = once(&format!("<p>of {token}</p><p>tel 71: 4111111111111111</p><p>203.0.113.4-12</p>"));
        assert_eq!(once(&output), output);
        let mut scan = Scan::new("<p>of [ACCOUNT_ID_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA]</p>", &redactor);
        scan.markup(0..scan.input.len(), true);
        assert_eq!(scan.raised_before(), Signals::default());
    }

    #[test]
    fn what_is_given_speaks_of_the_first_block_alone() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let mut scan = Scan::new("Sunny-7q", &redactor);
        assert_eq!(scan.raised_before(), Signals::default());
        scan.flowing = true;
        scan.give(Some("Password:"));
        assert_eq!((scan.raised_before(), scan.told("Password:")), (Signals::SECRET, Signals::SECRET));
        let mut block = scan.view(0..8, Coding::Plain);
        scan.block(0..8, &mut block, true);
        assert_eq!((scan.raised_before().intersects(Signals::SECRET), scan.scanned.units.len()), (false, 1));
    }

    #[test]
    fn a_header_that_is_settled_is_counted_like_any_block() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let counted = |body: String| {
            let mut tally = Tally::new();
            let output = redactor.storage(&body, &mut tally).into_owned();
            (output, tally)
        };
        // The second value comes to light when the first one is gone.
        for text in ["of jo@example.org", "jo@example.org4111111111111111"] {
            let (output, tally) = counted(format!("<table><tr><th>{text}</th></tr></table>"));
            let (paragraph, once) = counted(format!("<p>{text}</p>"));
            let shown = paragraph.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>")).unwrap();
            assert_eq!((output, tally), (format!("<table><tr><th>{shown}</th></tr></table>"), once));
        }
    }
}
