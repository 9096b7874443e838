//! What ties a value to a name: the signs of languages of configuration, markup and programs, words, options, or just
//! that it follows; and where the value begins and ends.

mod comma;
pub(super) mod declare;
pub(super) mod element;
pub(super) mod item;
pub(super) mod said;
mod wide;

use super::Reading;
use super::call::rpc;
use super::name::{IDENTIFIED, Name};
use super::sentence::phrase;
use super::value::program;
use std::ops::Range;

/// The longest value, in bytes.
pub(super) const LONGEST: usize = 4096;
/// The longest name that any run of letters may hold, in bytes.
const LONGEST_SHORT: usize = 4;
/// The widest row of blanks around the signs of names and values that stand below one another.
const WIDEST: usize = 48;
/// The longest row of full stops before a sign.
const LONGEST_LEADER: usize = 48;
/// The longest name of a member, in bytes.
pub(super) const LONGEST_MEMBER: usize = 48;

/// How the value is tied to the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// By a sign.
    Sign,
    /// By a sign without blanks around it, or as the last thing on the line.
    Tight,
    /// By a word: `is`.
    Word,
    /// By a sign behind other words: `root:`.
    Far,
    /// By the words of a sentence, so that it has to show itself.
    Told,
    /// It is the value of an option of a command.
    Option,
    /// It just follows.
    Blank,
}

/// What is assigned.
pub(super) struct Value {
    /// How it is tied to the name.
    pub(super) link: Link,
    /// Where it stands, without quotes.
    pub(super) span: Range<usize>,
    /// It stands in quotes.
    pub(super) quoted: bool,
    /// Nothing follows on its line.
    pub(super) last: bool,
}

impl Value {
    /// What stands between a name and this value; nothing where the value stands first.
    pub(super) fn gap<'t>(&self, text: &'t [u8], name: &Name) -> &'t [u8] {
        &text[name.span.end..self.span.start.max(name.span.end)]
    }

    /// Whether it stands behind a name and one blank.
    pub(super) fn is_beside(&self, text: &[u8], name: &Name) -> bool {
        self.link == Link::Blank && self.gap(text, name) == b" "
    }
}

/// What is assigned to a name.
pub(super) fn value_of(reading: &Reading<'_>, name: &Name) -> Option<Value> {
    let text = reading.text();
    if let Some(value) =
        element::value_of(text, name).or_else(|| said::topic(text, name)).or_else(|| rpc::value_of(text, name))
    {
        return Some(value);
    }
    if let Some(value) = declare::value_of(text, name) {
        return value;
    }
    let quoted_name = text[..name.span.start].last().is_some_and(|b| matches!(b, b'"' | b'\''));
    let mut at = name.span.end;
    at += count(text, at, 4, |b| matches!(b, b'"' | b'\'' | b'`' | b']' | b')' | b'\\' | b'*'));
    at += mark(text, at);
    at += leader(text, at).max(said::quality(text, at)).max(said::written(text, at));
    at += bracket(text, at);
    at += subscript(text, name, at);
    let declared = || beside(text, at).map(|after| (after, Link::Sign)).or_else(|| declare::link(text, name, at));
    let told = || said::in_clause(text, at, name).map(|after| (after, Link::Word));
    let (after, link) = match declared().or_else(told) {
        Some(linked) => linked,
        None => link(text, at, is_option(&text[name.span.clone()]), quoted_name)?,
    };
    let (after, link) = behind_words(text, at, (after, link), name);
    // In SQL and in files of LDAP the value just follows.
    if link == Link::Blank && text[at..after].contains(&b'\n') && (is_within_word(text, name) || assigns(text, after)) {
        return None;
    }
    let link = if link == Link::Blank && matches!(name.word, IDENTIFIED | "bindpw") { Link::Option } else { link };
    if text[..after].ends_with(b">") && element::is_about(text, name.span.start) {
        return None;
    }
    let after = if name.word == "authorization" { after + scheme(text, after) } else { after };
    let after = after + if link == Link::Sign { lead(text, after) } else { 0 };
    let (from, quote) = opening(text, after);
    let link = item::link(text, after..from, link)?;
    // In angle brackets a stand-in may be, and the rest of an address behind it.
    let is_other = || is_of_next(text, at, after, from) || is_printed(text, name, after, quoted_name);
    if quote.is_none() && is_other() || text[..after].ends_with(b">") && text.get(from) == Some(&b'@') {
        return None;
    }
    let inner = quote.is_none().then(|| inside(text, name, from)).flatten();
    let from = inner.as_ref().map_or(from, |inner| inner.start);
    let closed = quote.map_or(inner.map(|inner| inner.len()), |quote| closing(text, from, quote));
    // A quote that is never closed says nothing of where the value ends.
    let end = match closed {
        Some(len) => from + len,
        None => unquoted_end(text, from)?,
    };
    let line_ends =
        || text.get(end).is_none_or(|b| matches!(b, b'\n' | b'\r' | b';' | b'&' | b'<' | b',' | b'"' | b'\''));
    let joined = after == from && link == Link::Sign && !text[at].is_ascii_whitespace();
    let link = if link == Link::Sign && (joined || line_ends() && text[at] == b':') { Link::Tight } else { link };
    (end > from).then_some(Value {
        link,
        span: from..end,
        quoted: closed.is_some(),
        last: text.get(end).is_none_or(|b| matches!(b, b'\n' | b'\r')) || said::ends_remark(text, name, end),
    })
}

/// The length of what forms and wiki markup have between a name and its colon: the star of a field that must be filled in,
/// the number of one of several, the sign of underlined text or of text that is struck out.
fn mark(text: &[u8], at: usize) -> usize {
    let len = match &text[at..] {
        [b'+' | b'-', ..] => 1,
        [b' ', b'*', ..] => 2,
        [b' ', b'#', ..] => 2 + count(text, at + 2, 2, |b| b.is_ascii_digit()),
        _ => return 0,
    };
    if text.get(at + len) == Some(&b':') { len } else { 0 }
}

/// Whether what begins here is the next argument of a call, with a name of its own, or the next line.
fn is_of_next(text: &[u8], at: usize, after: usize, from: usize) -> bool {
    let below = || text[after..from].contains(&b'\n');
    text.get(at) == Some(&b',') && is_argument_with_name(&text[from..])
        || below() && (text[..after].ends_with(b"=") || is_name_line(text, from))
}

/// Whether a bar behind the name leads what is printed to another program.
fn is_printed(text: &[u8], name: &Name, after: usize, quoted_name: bool) -> bool {
    let closed = matches!(text.get(name.span.end), Some(b'"' | b'\''));
    closed && !quoted_name && text[..after].ends_with(b"|")
}

/// The same behind the words of a label or a sentence, where there are any.
fn behind_words(text: &[u8], at: usize, (after, link): (usize, Link), name: &Name) -> (usize, Link) {
    let far = if link == Link::Blank { said::qualified(text, at, name) } else { None };
    let is_open = far.is_none() && matches!(link, Link::Blank | Link::Word);
    let told = if is_open { phrase::told(text, at, after, name) } else { None };
    let told = told.map(|after| (after, Link::Told));
    far.map(|after| (after, Link::Far)).or(told).unwrap_or((after, link))
}

/// Whether a figure is what a setting of a remote desktop holds: `prompt for credentials:i:1`.
fn is_flag(text: &[u8], at: usize) -> bool {
    matches!(text.get(at..at + 4), Some([b':', b'i', b':', b'0'..=b'9']))
}

/// Whether a short name stands in a run of other letters, as base64 holds any.
fn is_within_word(text: &[u8], name: &Name) -> bool {
    let end = name.span.end;
    let lead = text[name.span.start..end].to_ascii_lowercase();
    let at = memchr::memmem::rfind(&lead, name.word.as_bytes()).map_or(end, |at| name.span.start + at);
    let before = text[..at].last();
    name.word.len() <= LONGEST_SHORT && before.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'+'))
}

/// Whether a name is an option of a command. In `-pPASSWORD` the name is what an option takes.
fn is_option(name: &[u8]) -> bool {
    matches!(name, [b'-', rest @ ..] if !matches!(rest, [b'a'..=b'z', b'A'..=b'Z', rest @ ..]
        if rest.iter().all(|b| b.is_ascii_uppercase() || matches!(b, b'_' | b'0'..=b'9'))))
}

/// The length of what stands before a value and is none of it: a tag of YAML, a call around a literal.
fn lead(text: &[u8], at: usize) -> usize {
    let tag = if text[..at].ends_with(b":") { declare::tag(text, at) } else { 0 };
    tag + declare::wrapper(text, at + tag)
}

/// Whether what begins here is the next name with its sign.
fn is_name_line(text: &[u8], from: usize) -> bool {
    let name = count(text, from, 64, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    let sign = from + name + count(text, from + name, 4, is_blank);
    let rest = text.get(sign..).unwrap_or_default();
    name > 0 && matches!(rest, [b'=', ..] | [b':'] | [b':', b' ' | b'\t' | b'\n' | b'\r', ..])
}

/// Whether an argument with its name begins here: `capture=True`.
fn is_argument_with_name(text: &[u8]) -> bool {
    let name = count(text, 0, LONGEST_MEMBER, |b| b.is_ascii_alphanumeric() || b == b'_');
    name > 0 && text.get(name) == Some(&b'=')
}

/// Whether what begins here is the next name with its sign and something behind it, which padding has not.
fn assigns(text: &[u8], from: usize) -> bool {
    let name = count(text, from, 64, is_of_name);
    name > 0
        && program::is_property(&text[from..from + name])
        && matches!(text.get(from + name..), Some([b'=', next, ..]) if *next != b'=' && !next.is_ascii_whitespace())
}

/// Where a value without quotes ends.
fn unquoted_end(text: &[u8], from: usize) -> Option<usize> {
    let end = from + bare(text, from);
    let value = &text[from..end];
    if !matches!(text.get(end), Some(b'"' | b'\'')) {
        return Some(end);
    }
    // Padding before a quote stays: without it, what was no markup may become some.
    let padding = value.iter().rev().take_while(|b| **b == b'=').count();
    // Another name may have its own value: `password=name="…"`.
    (!names_another(value)).then_some(end - padding)
}

/// Whether this is a name with an equals sign behind it.
fn names_another(value: &[u8]) -> bool {
    let name = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-' | b':' | b'.');
    value.split_last().is_some_and(|(last, lead)| *last == b'=' && lead.iter().all(name))
}

/// What ties a value to the name that ends at this place, and where it ends.
fn link(text: &[u8], at: usize, option: bool, quoted_name: bool) -> Option<(usize, Link)> {
    if is_flag(text, at) {
        return None;
    }
    let gap = count(text, at, WIDEST, is_blank);
    // In a block of names and values their signs stand below one another.
    let aligned = matches!(text.get(at + gap), Some(b':' | b'=' | b'|'));
    let gap = if aligned { gap } else { gap.min(8) };
    let from = at + gap;
    let rest = &text[from..];
    let far_signs: [&[u8]; 2] = [b"- ", "\u{2192} ".as_bytes()];
    let signs: [&[u8]; 14] =
        [b"||=", b"??=", b"?=", b"+=", b"::=", b":: ", b":=", b"=>", b"->", b"==", b"=", b":", b"|", b">"];
    let is_sign = matches!(rest, [b'?' | b'+' | b':' | b'=' | b'-' | b'|' | b'>', ..]);
    if gap == 0 && is_member(rest) {
        return None;
    }
    // What stands there has to be marked as a password.
    if let Some(literal) = program::compared(text, from) {
        return literal.map(|literal| (literal, Link::Blank));
    }
    if let Some(sign) = signs.iter().find(|sign| is_sign && rest.starts_with(sign)) {
        // Programs add to texts; what is in capitals is a variable of a Makefile or a shell.
        if *sign == b"+=" && !text[..at].last().is_some_and(u8::is_ascii_uppercase) {
            return None;
        }
        return Some((from + sign.len(), Link::Sign));
    }
    if rest.starts_with(b",")
        && let Some(link) = comma::link(&text[..at], &rest[1..], gap, option, quoted_name)
    {
        return Some((from + 1, link));
    }
    if let Some(sign) = far_signs.iter().find(|sign| rest.starts_with(sign) && gap > 0) {
        return Some((from + sign.len(), Link::Word));
    }
    if let Some(is) = [&b"\xe6\x98\xaf"[..], b"\xe4\xb8\xba"].iter().find(|is| gap == 0 && rest.starts_with(is)) {
        // Chinese says without a blank what it is.
        return Some((from + is.len(), Link::Word));
    }
    if let Some(far) = said::becomes(rest).filter(|_| gap > 0).or_else(|| said::for_whom(rest)) {
        return Some((from + far, Link::Word));
    }
    if let Some(far) = said::for_whom_behind_dash(rest).or_else(|| said::since(rest)).filter(|_| gap > 0) {
        return Some((from + far, Link::Far));
    }
    if gap > 0 && rest.starts_with(b"to ") {
        return Some((from + b"to ".len(), Link::Word));
    }
    // The value may stand in the next line, below its name.
    let below = count(text, from, 2, |b| matches!(b, b'\n' | b'\r'));
    if below > 0 {
        return Some((from + below, Link::Blank));
    }
    let joint = usize::from(gap == 0 && matches!(rest, [b'-' | b'.', ..]) && is_one_run(&rest[1..]));
    let link = if option && gap > 0 { Link::Option } else { Link::Blank };
    (gap + joint > 0).then_some((from + joint, link))
}

/// Whether a member follows: of a type or a module (`Token::Number`, `token::{…}`), of what a pointer leads to (`pw->pw_name`).
fn is_member(rest: &[u8]) -> bool {
    let begins = |b: u8| b.is_ascii_alphabetic() || b == b'_';
    match rest {
        [b':', b':', b, ..] => begins(*b) || matches!(b, b'{' | b'*'),
        [b'-', b'>', name @ ..] => {
            let len = count(name, 0, LONGEST_MEMBER, |b| b.is_ascii_alphanumeric() || b == b'_');
            name.first().is_some_and(|b| begins(*b)) && !name[..len].iter().any(u8::is_ascii_digit)
        }
        _ => false,
    }
}

/// Whether it may stand in the name of a setting or of a tool. Without branches, so that runs are found in vectors.
pub(super) fn is_of_name(b: u8) -> bool {
    b.is_ascii_alphanumeric() | (b == b'-') | (b == b'_') | (b == b'.')
}

/// Whether what is joined to the name is nothing but a run of letters and digits: no host, path or selector.
fn is_one_run(rest: &[u8]) -> bool {
    let run = &rest[..count(rest, 0, LONGEST, is_bare)];
    let sentence = run.iter().rev().take_while(|b| matches!(b, b'.' | b':' | b'?' | b')')).count();
    let run = &run[..run.len() - sentence];
    run.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'+')) && !names_pod(run)
}

/// Whether it ends as the name of a pod does, with the hash of its template and five characters of its own
/// (Kubernetes, "Deployments: pod-template-hash label").
fn names_pod(run: &[u8]) -> bool {
    let drawn = |part: &[u8]| part.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let mut parts = run.rsplit(|b| *b == b'-');
    let (own, template) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    own.len() == 5 && (8..=10).contains(&template.len()) && drawn(own) && drawn(template)
}

/// The length of the full stops that lead from a name to its sign: `Password....: `.
fn leader(text: &[u8], at: usize) -> usize {
    let gap = count(text, at, 1, is_blank);
    let stops = count(text, at + gap, LONGEST_LEADER, |b| b == b'.');
    let end = at + gap + stops;
    let signed = text.get(end + count(text, end, 1, is_blank)) == Some(&b':');
    // Longer rows lead to the value itself, as in a form.
    let leads = || stops > 3 && text.get(end) == Some(&b' ');
    if stops > 1 && signed || leads() { end - at } else { 0 }
}

/// The length of `(test)` or `[test]` between a name and its sign.
fn bracket(text: &[u8], at: usize) -> usize {
    let gap = count(text, at, 1, is_blank);
    let close = match text.get(at + gap) {
        Some(b'(') => b')',
        Some(b'[') => b']',
        _ => return 0,
    };
    let inner = count(text, at + gap + 1, 64, |b| !matches!(b, b'\n' | b'\r' | b'(' | b')' | b'[' | b']'));
    let end = at + gap + 1 + inner;
    let signed = matches!(text.get(end + 1 + count(text, end + 1, 2, is_blank)), Some(b':' | b'='));
    let some = inner > 0 || close == b']' && gap == 0;
    if some && text.get(end) == Some(&close) && signed { end + 1 - at } else { 0 }
}

/// The length of what closes the subscript of a hash of Perl, of which the name is the key: `$config{password} = '…'`.
fn subscript(text: &[u8], name: &Name, at: usize) -> usize {
    let (lead, quoted) = (&text[..name.span.start], at > name.span.end);
    let lead = if quoted { lead.strip_suffix(b"'").or_else(|| lead.strip_suffix(b"\"")).unwrap_or(lead) } else { lead };
    let keyed = matches!(lead, [.., b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'>', b'{']);
    let rest = text.get(at..).unwrap_or_default();
    let sign = rest.strip_prefix(b"}").map(<[u8]>::trim_ascii_start).and_then(|rest| rest.strip_prefix(b"="));
    let given = sign.map(<[u8]>::trim_ascii_start).is_some_and(|given| matches!(given, [b'"' | b'\'', ..]));
    usize::from(keyed && given)
}

/// Where the value begins that stands beside its name in another attribute or in the next line:
/// `name="password" value="…"`, `variable "password" { default = "…"`.
fn beside(text: &[u8], at: usize) -> Option<usize> {
    // The last one is of the parameters of a template of CloudFormation.
    const WORDS: [&[u8]; 3] = [b"value", b"default", b"parametervalue"];
    let blank = |b: u8| is_blank(b) || matches!(b, b'\n' | b'\r' | b',' | b'"' | b'\'' | b'\\');
    // An object may be assigned whose only member is the value.
    let sign = count(text, at, 2, is_blank) + 1;
    let object = matches!(text.get(at + sign - 1), Some(b':' | b'='))
        && text.get(at + sign + count(text, at + sign, 2, is_blank)) == Some(&b'{');
    let is_below = matches!(text.get(at..at + 2), Some([b':', b'\n' | b'\r']));
    let gap = match () {
        _ if object => sign,
        _ if is_below => 1,
        _ => 0,
    };
    let gap = gap + count(text, at + gap, 48, |b| blank(b) || b == b'{');
    let mut from = at + gap;
    if text[at..from].contains(&b'{') {
        from += declared(text, from);
    }
    let word = WORDS
        .iter()
        .find(|word| text.get(from..from + word.len()).is_some_and(|there| there.eq_ignore_ascii_case(word)))?;
    let behind = from + word.len();
    let sign = behind + count(text, behind, 8, |b| is_blank(b) || matches!(b, b'"' | b'\'' | b'\\'));
    (gap > 0 && matches!(text.get(sign), Some(b'=' | b':'))).then_some(sign + 1)
}

/// The length of the lines of a block that say what a variable is, before its default.
fn declared(text: &[u8], at: usize) -> usize {
    let mut from = at;
    for _ in 0..4 {
        let line = count(text, from, 120, |b| b != b'\n');
        let told = [&b"type"[..], b"description", b"sensitive"].iter().any(|word| text[from..].starts_with(word));
        if !told || text.get(from + line) != Some(&b'\n') {
            break;
        }
        from += line + 1;
        from += count(text, from, 48, is_blank);
    }
    from - at
}

/// The length of the scheme before a credential (RFC 9110), with the blanks and quotes around it.
fn scheme(text: &[u8], at: usize) -> usize {
    let lead = count(text, at, 4, |b| is_blank(b) || matches!(b, b'"' | b'\''));
    let word = count(text, at + lead, 20, |b| b.is_ascii_alphabetic() || b == b'-');
    if word > 0 && text.get(at + lead + word) == Some(&b' ') { lead + word } else { 0 }
}

/// Where the value begins, and the quotes it stands in.
fn opening(text: &[u8], at: usize) -> (usize, Option<u8>) {
    let mut from = at + count(text, at, WIDEST, is_blank);
    let below = count(text, from, 12, |b| is_blank(b) || matches!(b, b'\n' | b'\r'));
    from += below;
    let begins_line = below > 0 || matches!(text[..at].last(), Some(b'\n' | b'\r'));
    from += if begins_line { item::sign(text, from) } else { 0 };
    // What sets the name off may end here: `*Password:* …`, `_Password:_ …`.
    let stars = count(text, from, 3, |b| b == b'*');
    from += stars.max(usize::from(text[from..].starts_with(b"_ ")));
    from += count(text, from, 3, |b| is_blank(b) || stars > 0 && matches!(b, b'\n' | b'\r'));
    let escapes = count(text, from, 2, |b| b == b'\\');
    let prefix =
        usize::from(matches!(text.get(from..from + 2), Some([b'b' | b'r' | b'u' | b'f' | b'@' | b'N', b'"' | b'\''])));
    match text.get(from + escapes + prefix) {
        Some(quote @ (b'"' | b'\'' | b'`')) => {
            let quotes = count(text, from + escapes + prefix, 3, |b| b == *quote);
            // Two quotes are an empty text, but for those of reStructuredText.
            let opened = if quotes == 2 && *quote != b'`' { 1 } else { quotes };
            let from = from + escapes + prefix + opened;
            inner(text, from, *quote).unwrap_or((from, Some(*quote)))
        }
        _ => (from, None),
    }
}

/// Whether an equals sign stands right behind a name.
pub(super) fn is_assigned(text: &[u8], name: &Name) -> bool {
    text.get(name.span.end) == Some(&b'=')
}

/// What stands in signs that are no quotes, or is whole by what its name says.
fn inside(text: &[u8], name: &Name, from: usize) -> Option<Range<usize>> {
    monospaced(text, from).or_else(|| printed(text, from)).or_else(|| wide::whole(text, name, from))
}

/// What stands in the double braces that set a value off in Jira, where it is no name or expression of a template.
fn monospaced(text: &[u8], from: usize) -> Option<Range<usize>> {
    let inner = text.get(from..)?.strip_prefix(b"{{")?;
    let inner =
        &inner[..count(inner, 0, LONGEST, |b| !b.is_ascii_whitespace() && !matches!(b, b'{' | b'}' | b'|' | b'<'))];
    let closes = text[from + 2 + inner.len()..].starts_with(b"}}");
    (closes && !program::is_template(inner)).then_some(from + 2..from + 2 + inner.len())
}

/// Where a literal begins that is all that stands in these quotes, and its own: `'"…"'`, `"\"…\""`.
fn inner(text: &[u8], from: usize, outer: u8) -> Option<(usize, Option<u8>)> {
    let escapes = count(text, from, 2, |b| b == b'\\');
    let quote = *text.get(from + escapes).filter(|b| matches!(b, b'"' | b'\''))?;
    let start = from + escapes + 1;
    let end = start + escapes + closing(text, start, quote)? + 1;
    (text.get(end) == Some(&outer) && (escapes > 0 || quote != outer)).then_some((start, Some(quote)))
}

/// What stands in one piece in the quotes of printed text, perhaps with a blank within each as in French: `“…”`, `„…“`, `« … »`.
fn printed(text: &[u8], from: usize) -> Option<Range<usize>> {
    const OPEN: [&str; 6] = ["\u{201c}", "\u{201e}", "\u{2018}", "\u{201a}", "\u{ab}", "\u{2039}"];
    const CLOSE: [&str; 6] = ["\u{201d}", "\u{201c}", "\u{2019}", "\u{2018}", "\u{bb}", "\u{203a}"];
    let quote = |at: usize, quotes: [&str; 6]| {
        let rest = text.get(at..)?;
        quotes.iter().find(|quote| rest.starts_with(quote.as_bytes())).map(|quote| quote.len())
    };
    let pad = |at: usize| [" ", "\u{a0}", "\u{202f}"].iter().find(|pad| text[at..].starts_with(pad.as_bytes()));
    let opened = from + quote(from, OPEN)?;
    let gap = pad(opened).map_or(0, |pad| pad.len());
    let start = opened + gap;
    let end = start + count(text, start, LONGEST, |b| b.is_ascii_graphic());
    let behind = if gap > 0 { end + pad(end)?.len() } else { end };
    (end > start && quote(behind, CLOSE).is_some()).then_some(start..end)
}

/// The length of the text up to the quote, on this line.
fn closing(text: &[u8], from: usize, quote: u8) -> Option<usize> {
    let near = &text[from..text.len().min(from + LONGEST)];
    let end = memchr::memchr3(quote, b'\n', b'\r', near).filter(|end| near[*end] == quote)?;
    let end = end + within_word(&near[end + 1..], quote);
    let escapes = text[from..from + end].iter().rev().take_while(|b| **b == b'\\').count();
    Some(end - escapes)
}

/// How far the word goes on behind a quote that stands in it, up to the quote that closes it: `'Sunny's-7q'`.
fn within_word(behind: &[u8], quote: u8) -> usize {
    let ends = |b: u8| b == quote || b.is_ascii_whitespace() || matches!(b, b',' | b';' | b'=' | b':');
    let len = behind.iter().take_while(|b| !ends(**b)).count();
    let goes_on = behind.first().is_some_and(u8::is_ascii_alphanumeric) && behind.get(len) == Some(&quote);
    if goes_on { len + 1 } else { 0 }
}

/// The length of a value without quotes.
pub(super) fn bare(text: &[u8], from: usize) -> usize {
    let mut len = count(text, from, LONGEST, is_bare);
    while len > 0 && goes_on(text, from + len) {
        len += 1 + count(text, from + len + 1, LONGEST.saturating_sub(len + 1), is_bare);
    }
    let open = |len: usize, sign: u8| text[from..from + len].contains(&sign);
    let loose = |len: usize| match text[from + len - 1] {
        b'.' | b':' | b'?' => true,
        b')' => !open(len, b'('),
        b']' => !open(len, b'['),
        b'}' => !open(len, b'{'),
        b'\\' | b'*' => true,
        _ => false,
    };
    let mut kept = len;
    while kept > 0 && loose(kept) {
        kept -= 1;
    }
    kept
}

fn is_bare(b: u8) -> bool {
    !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\'' | b'`' | b',' | b';' | b'<' | b'>' | b'|' | b'&')
}

/// Whether a sign is a part of the value: an `&` where neither the next parameter of a query nor a sign of a shell begins
/// with it; a comma or a semicolon where what follows at once is neither a word nor another setting.
fn goes_on(text: &[u8], at: usize) -> bool {
    let behind = text.get(at + 1..).unwrap_or_default();
    let part = &behind[..count(behind, 0, LONGEST, is_bare)];
    let digits = part.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = part.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let plain = part.iter().all(|b| b.is_ascii_alphanumeric() || b"!@#$%^*?+~-_.".contains(b));
    match text.get(at) {
        Some(b'&') => !part.is_empty() && !part.contains(&b'='),
        Some(b',' | b';') => plain && digits > 0 && letters > 0,
        Some(b'<' | b'>') => wide::is_in_brackets(text, at),
        _ => false,
    }
}

/// How many bytes from a place on belong together, at most so many.
pub(super) fn count(text: &[u8], from: usize, most: usize, belongs: impl Fn(u8) -> bool) -> usize {
    text.get(from..).unwrap_or_default().iter().take(most).take_while(|b| belongs(**b)).count()
}

/// Where the line begins in which a place is, as far back as is looked.
pub(super) fn line_start(text: &[u8], at: usize) -> usize {
    let from = at.saturating_sub(LONGEST);
    memchr::memrchr2(b'\n', b'\r', &text[from..at]).map_or(from, |line| from + line + 1)
}

/// Where the word begins that ends a text, of which at most so many bytes are looked at.
pub(super) fn last_word(text: &[u8], most: usize) -> usize {
    text.len() - text.iter().rev().take(most).take_while(|b| !b.is_ascii_whitespace()).count()
}

/// Whether this is a blank within a line.
pub(super) fn is_blank(b: u8) -> bool {
    matches!(b, b' ' | b'\t')
}

#[cfg(test)]
mod tests {
    use super::super::assign::DETECTOR;
    use crate::redact::detect::check::{finds, finds_nothing};

    #[test]
    fn values_stand_far_behind_their_names_and_below_them() {
        let far = " ".repeat(24);
        let aligned = [
            format!("Password{far}: Sunny-77q"),
            format!("Password:{far}Sunny-77q"),
            format!("Password{far}| Sunny-77q"),
        ];
        aligned.iter().for_each(|text| finds(DETECTOR.find, &[(text, "Sunny-77q")]));
        for text in ["Password ........ Sunny-77q", "*Password:*\nSunny-77q", "password:\n  value: Sunny-77q"] {
            finds(DETECTOR.find, &[(text, "Sunny-77q")]);
        }
        finds_nothing(DETECTOR.find, &["Passwords ........ 12", "password:\n  value: ${PASSWORD}"]);
    }

    #[test]
    fn signs_before_a_value_tie_it_or_name_something_else() {
        finds(
            DETECTOR.find,
            &[
                ("Password....: swordfish", "swordfish"),
                ("Password .... : swordfish", "swordfish"),
                ("pw->hunter2x", "hunter2x"),
                ("pw->otter_88x", "otter_88x"),
                ("pw->!hunter", "!hunter"),
                ("token-Zk3v9QxT1mB7wR5y", "Zk3v9QxT1mB7wR5y"),
                ("password=@password7!@", "@password7!@"),
                ("bindpw hunt", "hunt"),
                ("password=swordfish x", "swordfish"),
                ("--password=Sunny|-7 x", "Sunny"),
                ("\"Authorization\": \"SSWS Zk3v9QxT1mB7wR5y\"", "Zk3v9QxT1mB7wR5y"),
            ],
        );
        finds_nothing(
            DETECTOR.find,
            &[
                "Password.: swordfish",
                "pw->pw_name;",
                "pw->_x_y",
                "$ {DB_PASSWORD:-swordfish}",
                "password:-Sunny-7}",
                "password =swordfish x",
            ],
        );
    }

    #[test]
    fn a_value_ends_where_its_quotes_or_another_setting_begin() {
        finds(
            DETECTOR.find,
            &[
                ("password = \"\"\"Sunny-7\"\"\"", "Sunny-7"),
                ("password=na7me=\"Sunny-7\"", "na7me"),
                ("password=Sunny7=\"", "Sunny7"),
                ("password: swordfish\"x", "swordfish"),
                ("password=Sunny-7q,a1!b", "Sunny-7q,a1!b"),
                ("password=Sunny-7q,a1(b)", "Sunny-7q"),
                ("password=Sunny-7q,x=a1", "Sunny-7q"),
            ],
        );
        finds_nothing(DETECTOR.find, &["password=name=\"Sunny-7\"", "password=a_b-c:d.e=\"Sunny-7\""]);
    }

    #[test]
    fn a_label_in_a_file_of_texts_does_not_lead_to_the_next_line() {
        use super::super::assign::DETECTOR;
        use crate::redact::detect::check::{finds, finds_nothing};
        finds_nothing(
            DETECTOR.find,
            &[
                "login.password=Password\nlogin.password.hint=At least 14 characters",
                "login.password=Password\nlogin.otp=One-time code",
                "login.password=Mot de passe\nlogin-hint=Au moins 14",
            ],
        );
        finds(
            DETECTOR.find,
            &[("db.password=Otter88!x\ndb.hint=At least 14", "Otter88!x"), ("Password\nOtter.88=x!", "Otter.88=x!")],
        );
    }

    #[test]
    fn quotes_of_print_may_have_blanks_within() {
        for (open, close) in
            [("\u{ab} ", " \u{bb}"), ("\u{ab}\u{a0}", "\u{a0}\u{bb}"), ("\u{ab}\u{202f}", "\u{202f}\u{bb}")]
        {
            for lead in ["mot de passe ", "Mot de passe : ", "le mot de passe est "] {
                finds(DETECTOR.find, &[(&format!("{lead}{open}loutre-29!{close}"), "loutre-29!")]);
            }
        }
        finds_nothing(
            DETECTOR.find,
            &[
                "mot de passe \u{ab} obligatoire \u{bb}",
                "le champ \u{ab} Mot de passe \u{bb} est vide",
                "mot de passe \u{ab} au moins 12 \u{bb}",
            ],
        );
    }

    #[test]
    fn phrases_are_given_to_variables_and_users() {
        finds(
            DETECTOR.find,
            &[
                ("export RESTIC_PASSWORD='seven brown otters & 3 herons'", "seven brown otters & 3 herons"),
                ("ansible_password='W1nter Is Here 2023' x", "W1nter Is Here 2023"),
                ("IDENTIFIED BY 'Extract-Transform-Weep'", "Extract-Transform-Weep"),
            ],
        );
        finds_nothing(
            DETECTOR.find,
            &[
                "error_password='must have 8 signs.'",
                "msg_password = 'wrong 3 times in a row'",
                "IDENTIFIED BY 'some-word'",
                "password='one of 2 rules'",
            ],
        );
    }

    #[test]
    fn what_is_drawn_from_all_keys_is_a_key() {
        let drawn = "E3h)u6!Mz@Y0bWcT-4k+RfQ/8gJp|s2vX^n7LaD*";
        finds(DETECTOR.find, &[(&format!("define( 'LOGGED_IN_KEY',    '{drawn}' );"), drawn)]);
        finds_nothing(
            DETECTOR.find,
            &[
                &format!("define( 'THE_FORM', '{drawn}' );"),
                "define('SORT_KEY', 'a.b, c.d, e.f (g) [h] {i} j-k 1 2 3');",
            ],
        );
    }
}
