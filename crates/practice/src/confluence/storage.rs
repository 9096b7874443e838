//! Bodies in Confluence's storage format, with invented personal data planted in them.
//!
//! Storage format is XHTML-like: entities of HTML, `ac:` and `ri:` elements, CDATA in code macros
//! (Confluence documentation, "Confluence Storage Format"). About every 1.5 KB an address or a card number
//! is planted, in one of the disguises in which real pages hold them: plain, in a link, in an attribute,
//! split by inline tags or by entities, in the CDATA of a code macro.

use super::prose::{phrase, sentence, sentences};
use crate::people;
use crate::random::Random;

/// How a body is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// As Confluence keeps it.
    Storage,
    /// As a browser gets it: macros and links rendered.
    View,
}

/// Bytes between two planted values, on average.
const SPACING: usize = 1500;

/// Appends an invented body of about `size` bytes (never much more; nothing for zero); returns what was
/// planted in it, without its disguises.
pub(super) fn write_body(out: &mut String, random: Random, size: usize, form: Form) -> Vec<String> {
    Writer::new(out, random, size, form).write()
}

struct Writer<'a> {
    out: &'a mut String,
    random: Random,
    form: Form,
    end: usize,
    next_plant: usize,
    planted: Vec<String>,
}

impl<'a> Writer<'a> {
    fn new(out: &'a mut String, mut random: Random, size: usize, form: Form) -> Self {
        let next_plant = out.len() + random.below(SPACING);
        let end = out.len() + size;
        Self { out, random, form, end, next_plant, planted: Vec::new() }
    }

    fn write(mut self) -> Vec<String> {
        while self.left() > 0 {
            if self.out.len() >= self.next_plant {
                self.next_plant += SPACING / 2 + self.random.below(SPACING);
                self.planted_paragraph();
            } else {
                self.block();
            }
        }
        self.planted
    }

    fn left(&self) -> usize {
        self.end.saturating_sub(self.out.len())
    }

    fn block(&mut self) {
        let kinds = if self.left() < 400 { 2 } else { 9 };
        match self.random.below(kinds) {
            0 | 2 | 3 => self.paragraph(4),
            1 => self.paragraph(1),
            4 => self.heading(),
            5 => self.list(),
            6 => self.table(),
            7 => self.code(),
            _ => self.links(),
        }
    }

    fn paragraph(&mut self, most: usize) {
        self.out.push_str("<p>");
        sentences(self.out, &mut self.random, most);
        self.out.push_str("</p>");
    }

    fn heading(&mut self) {
        let level = char::from(b'1' + self.random.below(4) as u8);
        self.tag("<h", level);
        phrase(self.out, &mut self.random);
        self.tag("</h", level);
    }

    fn tag(&mut self, start: &str, level: char) {
        self.out.push_str(start);
        self.out.push(level);
        self.out.push('>');
    }

    fn list(&mut self) {
        let (open, close) = if self.random.one_in(3) { ("<ol>", "</ol>") } else { ("<ul>", "</ul>") };
        self.out.push_str(open);
        for _ in 0..2 + self.random.below(4) {
            self.out.push_str("<li><p>");
            sentence(self.out, &mut self.random);
            self.out.push_str("</p></li>");
        }
        self.out.push_str(close);
    }

    fn table(&mut self) {
        self.out.push_str("<table data-layout=\"default\"><tbody>");
        self.row("<th><p><strong>", "</strong></p></th>");
        for _ in 0..1 + self.random.below(3) {
            self.row("<td><p>", "</p></td>");
        }
        self.out.push_str("</tbody></table>");
    }

    fn row(&mut self, open: &str, close: &str) {
        self.out.push_str("<tr>");
        for _ in 0..3 {
            self.out.push_str(open);
            phrase(self.out, &mut self.random);
            self.out.push_str(close);
        }
        self.out.push_str("</tr>");
    }

    fn code(&mut self) {
        let lines = 1 + self.random.below(4);
        let first =
            if self.form == Form::Storage { "if (a < b && b > 0) { // " } else { "if (a &lt; b &amp;&amp; b) { // " };
        self.code_block(|writer| {
            for line in 0..lines {
                writer.out.push_str(if line == 0 { first } else { "\n  let " });
                phrase(writer.out, &mut writer.random);
            }
        });
    }

    fn code_block(&mut self, fill: impl FnOnce(&mut Self)) {
        let (open, close) = match self.form {
            Form::Storage => (
                "<ac:structured-macro ac:name=\"code\" ac:schema-version=\"1\"><ac:parameter ac:name=\"language\">\
                 java</ac:parameter><ac:plain-text-body><![CDATA[",
                "]]></ac:plain-text-body></ac:structured-macro>",
            ),
            Form::View => ("<pre class=\"syntaxhighlighter-pre\">", "</pre>"),
        };
        self.out.push_str(open);
        fill(self);
        self.out.push_str(close);
    }

    fn links(&mut self) {
        let account =
            format!("712020:{:08x}-0000-4000-8000-{:012x}", self.random.below(1 << 32), self.random.below(99));
        self.out.push_str("<p>");
        match self.form {
            Form::Storage => self.out.push_str(&format!("<ac:link><ri:user ri:account-id=\"{account}\" /></ac:link> ")),
            Form::View => self.out.push_str(&format!("<a class=\"user-mention\" data-account-id=\"{account}\">@</a> ")),
        }
        sentence(self.out, &mut self.random);
        self.page_link();
        self.out.push_str("<br /></p>");
    }

    fn page_link(&mut self) {
        let (open, close) = match self.form {
            Form::Storage => (
                "<ac:link><ri:page ri:content-title=\"Runbook: Release train 7\" /><ac:link-body>",
                "</ac:link-body></ac:link>",
            ),
            Form::View => ("<a href=\"/wiki/display/ENG/Runbook\">", "</a>"),
        };
        self.out.push_str(open);
        phrase(self.out, &mut self.random);
        self.out.push_str(close);
    }

    fn planted_paragraph(&mut self) {
        if self.random.one_in(8) {
            return self.planted_code();
        }
        self.out.push_str("<p>");
        sentence(self.out, &mut self.random);
        if self.random.one_in(2) {
            let address = people::address(&mut self.random);
            self.out.push_str(&disguised_address(&mut self.random, &address));
            self.planted.push(address.whole());
        } else {
            let card = people::card(&mut self.random);
            self.out.push_str(&disguised_card(&mut self.random, &card));
            self.planted.push(card);
        }
        sentence(self.out, &mut self.random);
        self.out.push_str("</p>");
    }

    fn planted_code(&mut self) {
        self.code_block(|writer| {
            let (address, card) = (people::address(&mut writer.random).whole(), people::card(&mut writer.random));
            writer.out.push_str(&format!("notify(\"{address}\");\ncharge(\"{card}\");"));
            writer.planted.extend([address, card]);
        });
    }
}

/// The address in one of its disguises, with a space before and after it.
fn disguised_address(random: &mut Random, address: &people::Address) -> String {
    let (local, domain, whole) = (&address.local, address.domain, address.whole());
    match random.below(6) {
        0 => format!(" Write to <a href=\"mailto:{whole}\">{whole}</a>. "),
        1 => format!(" Write to {local}<strong>@{domain}</strong>. "),
        2 => format!(" Write to {local}&#64;{domain}. "),
        3 => format!(" <span title=\"{whole}\">The owner</span> knows more. "),
        _ => format!(" Write to {whole}. "),
    }
}

/// The card number in one of its disguises, with a space before and after it.
fn disguised_card(random: &mut Random, card: &str) -> String {
    let groups: Vec<&str> = (0..4).filter_map(|group| card.get(group * 4..group * 4 + 4)).collect();
    match random.below(7) {
        0 => format!(" Card {}. ", groups.join(" ")),
        1 => format!(" Card {}. ", groups.join("-")),
        2 => format!(" Card {}. ", groups.join("&nbsp;")),
        3 => format!(" Card {}<em>{}</em>{}. ", &card[..6], &card[6..10], &card[10..]),
        4 => format!(" Card &#{};{}. ", card.as_bytes()[0], &card[1..]),
        5 => format!(" <span data-card=\"{card}\">The card</span> has expired. "),
        _ => format!(" Card {card}. "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(seed: u64, size: usize, form: Form) -> String {
        let mut out = String::new();
        write_body(&mut out, Random::of(&[seed]), size, form);
        out
    }

    #[test]
    fn a_body_has_about_the_size_asked_for() {
        assert_eq!(body(1, 0, Form::Storage), "");
        for size in [500, 2048, 4096, 100_000] {
            for seed in 0..20 {
                let length = body(seed, size, Form::Storage).len();
                assert!(length >= size && length < size + 1200, "{length} for {size}");
            }
        }
    }

    #[test]
    fn the_same_seed_writes_the_same_body() {
        assert_eq!(body(4, 3000, Form::Storage), body(4, 3000, Form::Storage));
        assert_ne!(body(4, 3000, Form::Storage), body(5, 3000, Form::Storage));
    }

    #[test]
    fn every_construct_of_the_storage_format_occurs() {
        let body = body(1, 200_000, Form::Storage);
        let constructs = "<h1>|<ul>|<td>|<![CDATA[|<ri:user |<ac:link>|&nbsp;|&eacute;|&#64;|mailto:|data-card=";
        for construct in constructs.split('|') {
            assert!(body.contains(construct), "{construct}");
        }
    }

    #[test]
    fn something_is_planted_every_fifteen_hundred_bytes() {
        let body = body(2, 300_000, Form::Storage);
        let planted =
            ["Write to ", "The owner", "Card ", "The card", "charge("].iter().map(|mark| body.matches(mark).count());
        let planted: usize = planted.sum();
        assert!((120..300).contains(&planted), "{planted}");
    }

    #[test]
    fn a_view_holds_nothing_of_the_storage_format() {
        let view = body(3, 100_000, Form::View);
        assert!(!view.contains("CDATA") && !view.contains("<ac:") && !view.contains("<ri:"));
    }
}
