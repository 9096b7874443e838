//! Names and values in the elements and attributes of markup that stands in a text: the name in one element and the value
//! in the next (`<name>password</name><value>…</value>`), or the name in an attribute and the value in another or between
//! the tags (`<entry key="password">…</entry>`), or the name of the element itself.

use super::super::name::Name;
use super::super::value::{Mix, is_random};
use super::{Link, Value, count};
use std::ops::Range;

/// The longest value, in bytes.
const LONGEST: usize = 512;
/// The longest name of a tag or an attribute, in bytes.
const LONGEST_NAME: usize = 48;
/// The most blanks and line breaks between two tags.
const GAP: usize = 64;
/// The most elements between a name and its value.
const BETWEEN: usize = 2;
/// The most attributes of a tag.
const ATTRIBUTES: usize = 8;

/// Elements of pages, whose text is for people.
const OF_PAGES: &[&[u8]] = &[
    b"a",
    b"button",
    b"label",
    b"option",
    b"input",
    b"select",
    b"textarea",
    b"img",
    b"meta",
    b"h1",
    b"h2",
    b"h3",
    b"p",
];
/// Attributes that hold the name of a value.
const NAMING: &[&[u8]] = &[b"key", b"name", b"id", b"property"];
const CDATA: &[u8] = b"<![CDATA[";

/// The value that markup ties to a name.
pub(super) fn value_of(text: &[u8], name: &Name) -> Option<Value> {
    let (start, end) = (name.span.start, name.span.end);
    let span = match text.get(end)? {
        b'"' | b'\'' if updated(text, start).is_some() => updated(text, start),
        b'<' => beside(text, end),
        b'"' | b'\'' if is_naming(text, start) => {
            in_tag(text, end + 1, tag_around(text, start)?).or_else(|| before(text, start))
        }
        b' ' | b'\t' | b'\n' if opens(text, start) => between(text, end),
        b'>' if opens(text, start) && text[end + 1..].starts_with(CDATA) => content(text, end + 1),
        b'>' if opens(text, start) => inner(text, end + 1).or_else(|| phrase(text, start, end)),
        _ => None,
    };
    span.map(|span| Value { link: Link::Sign, span, quoted: true, last: false })
}

/// The value in an element behind the one that ends here.
fn beside(text: &[u8], at: usize) -> Option<Range<usize>> {
    let (named, mut from) = tag(text, at).filter(|_| text[at..].starts_with(b"</"))?;
    for _ in 0..=BETWEEN {
        from += gap(text, from);
        let (name, inside) = tag(text, from).filter(|_| !text[from..].starts_with(b"</"))?;
        let holds = name.to_ascii_lowercase().ends_with(b"value")
            || name.eq_ignore_ascii_case(b"string")
            || name.eq_ignore_ascii_case(b"dd") && named.eq_ignore_ascii_case(b"dt");
        if holds {
            return content(text, inside);
        }
        let len = count(text, inside, LONGEST, |b| b != b'<');
        from = tag(text, inside + len).filter(|(close, _)| *close == name).map(|(_, end)| end)?;
    }
    None
}

/// The value among the attributes behind this place, or between the tags.
fn in_tag(text: &[u8], at: usize, tag: &[u8]) -> Option<Range<usize>> {
    let mut from = at;
    for _ in 0..ATTRIBUTES {
        from += gap(text, from);
        let Some((name, given)) = attribute(text, from) else { break };
        if name.eq_ignore_ascii_case(b"value") {
            return Some(given).filter(|given| !given.is_empty());
        }
        from = given.end + 1;
    }
    let inside = from + 1;
    if text.get(from) != Some(&b'>') || OF_PAGES.iter().any(|name| tag.eq_ignore_ascii_case(name)) {
        return None;
    }
    let child = inside + gap(text, inside);
    match self::tag(text, child).filter(|(name, _)| name.eq_ignore_ascii_case(b"value")) {
        Some((_, within)) => content(text, within),
        None => content(text, inside),
    }
}

/// What stands between the tags of the element among whose attributes this place is.
fn between(text: &[u8], at: usize) -> Option<Range<usize>> {
    let mut from = at;
    for _ in 0..ATTRIBUTES {
        from += gap(text, from);
        let Some((_, given)) = attribute(text, from) else { break };
        from = given.end + 1;
    }
    if text.get(from) == Some(&b'>') { content(text, from + 1) } else { None }
}

/// What stands in the element for the value of another that begins here, as in the answers to a setup of Windows.
fn inner(text: &[u8], at: usize) -> Option<Range<usize>> {
    let (_, within) = tag(text, at + gap(text, at)).filter(|(name, _)| name.eq_ignore_ascii_case(b"value"))?;
    content(text, within)
}

/// The words that an element holds whose name is the name of the value, up to the tag that closes it: a sentence has more.
fn phrase(text: &[u8], start: usize, end: usize) -> Option<Range<usize>> {
    const MOST_WORDS: usize = 5;
    let given = content(text, end + 1)?;
    let closing = text[given.end..].strip_prefix(b"</")?.strip_prefix(&text[start..end])?;
    if closing.starts_with(b">") && holds_drawn(&text[given.clone()]) {
        return Some(given);
    }
    let blanks = text[given.clone()].iter().filter(|b| b.is_ascii_whitespace()).count();
    let words = text[given.clone()].split(u8::is_ascii_whitespace).all(|word| !word.is_empty());
    (closing.starts_with(b">") && words && (1..MOST_WORDS).contains(&blanks)).then_some(given)
}

/// Whether braces hold several words of which one was drawn, as Jenkins keeps what it encrypted: all of it is the secret.
/// Members and templates have signs of their own.
pub(in super::super) fn holds_drawn(given: &[u8]) -> bool {
    const SHORTEST: usize = 20;
    const DIGITS: usize = 4;
    let Some(inner) = given.strip_prefix(b"{").and_then(|given| given.strip_suffix(b"}")) else { return false };
    let plain = |b: &u8| b.is_ascii_alphanumeric() || b.is_ascii_whitespace() || b"+/=_-.".contains(b);
    let drawn = |part: &[u8]| {
        let joined: Vec<u8> = part.iter().copied().filter(u8::is_ascii_alphanumeric).collect();
        let mix = Mix::of(&joined);
        joined.len() >= SHORTEST && (mix.digits >= DIGITS || mix.classes() == 3 && mix.digits > 1) && is_random(&joined)
    };
    let spaced = inner.trim_ascii().iter().any(u8::is_ascii_whitespace);
    spaced && inner.iter().all(plain) && inner.split(u8::is_ascii_whitespace).any(drawn)
}

/// The value that a statement gives to the row of this name: `SET value = '…' WHERE name = 'smtp_password'`.
fn updated(text: &[u8], start: usize) -> Option<Range<usize>> {
    let column = |text: &[u8], ends: &[&[u8]]| {
        let len = text.iter().rev().take(LONGEST_NAME).take_while(|b| is_name(**b)).count();
        let lower = text[text.len() - len..].to_ascii_lowercase();
        ends.iter().any(|end| lower.ends_with(end)).then_some(text.len() - len)
    };
    let quoted = text[..start].strip_suffix(b"'").or_else(|| text[..start].strip_suffix(b"\""))?;
    let named = quoted.trim_ascii_end().strip_suffix(b"=")?.trim_ascii_end();
    let lead = text[..column(named, &[b"name", b"key"])?].trim_ascii_end();
    let lead = lead.strip_suffix(b"WHERE").or_else(|| lead.strip_suffix(b"where"))?.trim_ascii_end();
    let (quote, given) = lead.split_last().filter(|(b, _)| matches!(b, b'"' | b'\''))?;
    let from = given.len().saturating_sub(LONGEST);
    let open = from + memchr::memrchr(*quote, &given[from..])?;
    let set = given[..open].trim_ascii_end().strip_suffix(b"=")?.trim_ascii_end();
    column(set, &[b"value", b"val"])?;
    (open + 1 < given.len()).then_some(open + 1..given.len())
}

/// The value of the attribute before the one that names it: `value="…" key="password"`.
fn before(text: &[u8], start: usize) -> Option<Range<usize>> {
    let named = text[..start - 1].strip_suffix(b"=")?;
    let lead = &named[..named.len() - named.iter().rev().take_while(|b| is_name(**b)).count()];
    let (quote, given) = lead.trim_ascii_end().split_last().filter(|(b, _)| matches!(b, b'"' | b'\''))?;
    let from = given.len().saturating_sub(LONGEST);
    let open = from + memchr::memrchr(*quote, &given[from..])?;
    let lead = &given[..open];
    let is_value = lead.ends_with(b" value=") || lead.ends_with(b"\tvalue=") || lead.ends_with(b"\nvalue=");
    (is_value && open + 1 < given.len()).then_some(open + 1..given.len())
}

/// What an element holds that begins here, where it holds nothing but text.
fn content(text: &[u8], at: usize) -> Option<Range<usize>> {
    let mut from = at + gap(text, at);
    let framed = text[from..].starts_with(CDATA);
    from += if framed { CDATA.len() } else { 0 };
    from += gap(text, from);
    let len = count(text, from, LONGEST, |b| !matches!(b, b'<' | b'>'));
    let given = &text[from..from + len];
    let closed = if framed { given.ends_with(b"]]") } else { text[from + len..].starts_with(b"</") };
    let given = if framed { given.strip_suffix(b"]]").unwrap_or(given) } else { given };
    let kept = given.trim_ascii_end().len();
    (closed && kept > 0).then_some(from..from + kept)
}

/// The local name of the tag that begins here, and where it ends.
fn tag(text: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let rest = text.get(at..)?.strip_prefix(b"<")?;
    let rest = rest.strip_prefix(b"/").unwrap_or(rest);
    let from = text.len() - rest.len();
    let len = count(rest, 0, LONGEST_NAME, is_name);
    let end = from + len + count(rest, len, LONGEST, |b| !matches!(b, b'<' | b'>'));
    let empty = text[..end].ends_with(b"/");
    (len > 0 && text.get(end) == Some(&b'>') && !empty).then_some((local(&rest[..len]), end + 1))
}

/// The name of the tag in which a place is.
fn tag_around(text: &[u8], at: usize) -> Option<&[u8]> {
    let from = at.saturating_sub(LONGEST);
    let open = from + memchr::memrchr(b'<', &text[from..at])?;
    let len = text[open + 1..at].iter().take_while(|b| is_name(**b)).count();
    (len > 0 && !text[open..at].contains(&b'>')).then_some(local(&text[open + 1..open + 1 + len]))
}

/// The name of the attribute that begins here, and what stands in its quotes.
fn attribute(text: &[u8], at: usize) -> Option<(&[u8], Range<usize>)> {
    let len = count(text, at, LONGEST_NAME, is_name);
    let name = &text[at..at + len];
    let [b'=', quote @ (b'"' | b'\''), rest @ ..] = &text[at + len..] else { return None };
    let from = at + len + 2;
    let end = from + memchr::memchr(*quote, &rest[..rest.len().min(LONGEST)])?;
    (len > 0).then_some((local(name), from..end))
}

/// Whether an attribute whose quotes open right before a place holds the name of a value.
fn is_naming(text: &[u8], start: usize) -> bool {
    let Some(lead) = text[..start].strip_suffix(b"\"").or_else(|| text[..start].strip_suffix(b"'")) else {
        return false;
    };
    let Some(lead) = lead.strip_suffix(b"=") else { return false };
    let len = lead.iter().rev().take(LONGEST_NAME).take_while(|b| is_name(**b)).count();
    NAMING.iter().any(|name| local(&lead[lead.len() - len..]).eq_ignore_ascii_case(name))
}

/// Whether an attribute whose quotes open right before a place says what its element is about, which so holds no value:
/// `<label for="password">`, `<option value="password">`.
pub(super) fn is_about(text: &[u8], start: usize) -> bool {
    const ABOUT: [&[u8]; 6] = [b" for=", b" value=", b" href=", b" title=", b" placeholder=", b" type="];
    let lead = text[..start].strip_suffix(b"\"").or_else(|| text[..start].strip_suffix(b"'"));
    lead.is_some_and(|lead| ABOUT.iter().any(|attribute| lead.ends_with(attribute)))
}

/// Whether the name of an element begins at a place.
fn opens(text: &[u8], start: usize) -> bool {
    let lead = &text[..start];
    let prefix = lead.strip_suffix(b":").map_or(lead, |lead| {
        &lead[..lead.len() - lead.iter().rev().take(LONGEST_NAME).take_while(|b| is_name(**b)).count()]
    });
    prefix.ends_with(b"<")
}

/// A name without its prefix.
fn local(name: &[u8]) -> &[u8] {
    memchr::memrchr(b':', name).map_or(name, |colon| &name[colon + 1..])
}

fn gap(text: &[u8], at: usize) -> usize {
    count(text, at, GAP, |b| b.is_ascii_whitespace())
}

fn is_name(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b':' | b'_' | b'-' | b'.')
}

#[cfg(test)]
mod tests {
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::detect::secret::assign::DETECTOR;
    use crate::redact::promptly::promptly;

    #[test]
    fn values_beside_names_in_elements_and_attributes_are_found() {
        for text in [
            "<name>db.password</name><value>Sunny-7</value>",
            "<name>db.password</name>\n  <type>text</type>\n  <value>Sunny-7</value>",
            "<key>password</key>\n\t<string>Sunny-7</string>",
            "<param-name>password</param-name><param-value>Sunny-7</param-value>",
            "<dt>Password</dt><dd>Sunny-7</dd>",
            "<add key=\"DbPassword\"\n  value=\"Sunny-7\"/>",
            "<add value=\"Sunny-7\" key=\"DbPassword\"/>",
            "<Environment name=\"dbPassword\" type=\"java.lang.String\" value=\"Sunny-7\"/>",
            "<entry key=\"password\">Sunny-7</entry>",
            "<property name=\"password\" scope=\"x\">\n  <value>Sunny-7</value>\n</property>",
            "<password type=\"plain\">Sunny-7</password>",
            "<db:password><![CDATA[Sunny-7]]></db:password>",
            "<AutoLogon>\n  <Password>\n    <Value>Sunny-7</Value>\n    <PlainText>true</PlainText>",
            "UPDATE config SET value='Sunny-7' WHERE name='smtp_password';",
            "update o set option_value = 'Sunny-7' where option_name = 'smtp_password'",
        ] {
            finds(DETECTOR.find, &[(text, "Sunny-7")]);
        }
        finds(DETECTOR.find, &[("<name>db.password</name><value>sunnyday</value>", "sunnyday")]);
        finds(DETECTOR.find, &[("<name>acme.token</name><value>Zk3v9QxT1mB7wR5y</value>", "Zk3v9QxT1mB7wR5y")]);
    }

    #[test]
    fn empty_elements_and_what_describes_a_field_are_left() {
        finds_nothing(
            DETECTOR.find,
            &[
                "<Password><Value></Value></Password>",
                "<Password><Value>*SENSITIVE*DATA*DELETED*</Value></Password>",
                "<Password><Length>12</Length></Password>",
                "'password'",
                "UPDATE config SET value='true' WHERE name='password_reset';",
                "UPDATE config SET value='' WHERE name='smtp_password';",
                "WHERE name='password'",
                "<name>db.password</name>",
                "<name>db.password</name><value></value>",
                "<name>db.password</name><value>${pw}</value>",
                "<name>db.password</name><value>[SECRET]</value>",
                "<name>password</name><type>string</type>",
                "<name>password</name><description>of the user, 8 letters</description>",
                "<param><name>password</name></param><param><name>x</name><value>Sunny-7</value></param>",
                "<key>password</key><true/>",
                "<add key=\"DbPassword\" value=\"\"/>",
                "<property name=\"password\"><null/></property>",
                "<xs:element name=\"password\" type=\"xs:string\"/>",
                "<input type=\"password\" name=\"password\" placeholder=\"Sunny-7\">",
                "<password type=\"plain\"></password>",
                "<label for=\"password\">Password1</label>",
                "<option value=\"password\">Password2</option>",
            ],
        );
    }

    #[test]
    fn a_million_tags_take_no_time() {
        promptly(|| {
            finds_nothing(
                DETECTOR.find,
                &[
                    &"<name>password</name>".repeat(1 << 16),
                    &"<password a=\"".repeat(1 << 16),
                    &"<a name=\"password\" ".repeat(1 << 16),
                ],
            );
        });
    }

    #[test]
    fn the_attribute_before_has_a_name_of_its_own() {
        for blank in [" ", "\t", "\n"] {
            let text = format!("<add{blank}value=\"Sunny-7\" key=\"DbPassword\"/>");
            finds(DETECTOR.find, &[(&text, "Sunny-7")]);
        }
        finds_nothing(DETECTOR.find, &["<add oldvalue=\"Sunny-7\" key=\"DbPassword\"/>"]);
    }

    #[test]
    fn braces_with_words_and_what_was_drawn_are_one_value() {
        for value in [
            "{orders AQAAABAAA 47b695d391c6c728f9fc36beaf7e5c74}",
            "{AQAAABAAA 47b695d391c6c728f9fc36beaf7e5c74 v5Z4FMxHDneXAa0Mr4cylR9}",
            "{prod AQAAABAAA v5/Z4FMxHDneXAa+Mr4cylR==}",
            "{AQAAABAAA\n  v5/Z4FMxHDneXAa0+Mr4cylR==}",
        ] {
            for name in ["secret", "privateKey", "apiToken", "password"] {
                finds(DETECTOR.find, &[(&format!("<{name}>{value}</{name}>"), value)]);
            }
        }
        finds(
            DETECTOR.find,
            &[(
                "secret = \"{orders AQAAABAAA 47b695d391c6c728f9fc36beaf7e5c74}\"",
                "{orders AQAAABAAA 47b695d391c6c728f9fc36beaf7e5c74}",
            )],
        );
        finds_nothing(
            DETECTOR.find,
            &[
                "<secret>{name of the secret}</secret>",
                "<name>{orders AQAAABAAA 47b695d391c6c728f9fc36beaf7e5c74}</name>",
                "<secret>{\"id\": \"47b695d391c6c728f9fc36beaf7e5c74\"}</secret>",
                "<secret>{release 2024-10-12 and 2024-11-13}</secret>",
                "<secret>{orders [SECRET]}</secret>",
            ],
        );
    }
}
