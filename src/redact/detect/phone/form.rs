//! How the groups of a telephone number are written, and what is grouped like one and is something else.

use crate::redact::detect::reading::Group;

/// The fewest digits of a local number.
pub(super) const SHORTEST: usize = 7;
/// The most digits of a number in international form (ITU-T E.164), and its trunk zero.
pub(super) const LONGEST: usize = 16;
/// The most groups that people write.
pub(super) const MOST_GROUPS: usize = 8;

/// The groups before a remark in brackets that begins with figures, hours as in `(9-17)` and `(24 h)`, and those in it.
pub(super) fn around_remark<'a>(text: &[u8], chain: &'a [Group]) -> [&'a [Group]; 2] {
    let is_remark = |at: &usize| {
        let group = chain[*at].span();
        text[..group.start].ends_with(b"(") && text.get(group.end) != Some(&b')') && count(&chain[..*at]) >= SHORTEST
    };
    let cut = (1..chain.len()).find(is_remark).or_else(|| hours(text, chain)).unwrap_or(chain.len());
    let (before, within) = chain.split_at(cut);
    [before, within]
}

/// Where the hours begin when a number is answered, behind a blank at the end of a chain: `020 7946 0417 9-17`.
fn hours(text: &[u8], chain: &[Group]) -> Option<usize> {
    let at = chain.len().checked_sub(2).filter(|at| *at > 0)?;
    let [number @ .., last, from, to] = chain else { return None };
    let hour = |group: &Group| text[group.span()].iter().fold(0u32, |sum, b| sum * 10 + u32::from(b - b'0'));
    let is_hours = from.len() <= 2
        && to.len() == 2
        && hour(from) < hour(to)
        && hour(to) <= 24
        && gap(text, from, to) == b"-"
        && gap(text, last, from) == b" ";
    (is_hours && count(number) + last.len() >= SHORTEST && text[chain[0].span().start] == b'0').then_some(at)
}

/// What stands between two neighbouring groups.
pub(super) fn gap<'t>(text: &'t [u8], before: &Group, after: &Group) -> &'t [u8] {
    &text[before.span().end..after.span().start]
}

/// The digits of the groups as text.
pub(super) fn digits(text: &[u8], groups: &[Group]) -> String {
    groups.iter().flat_map(|group| text[group.span()].iter()).map(|b| char::from(*b)).collect()
}

/// How many digits the groups have.
pub(super) fn count(groups: &[Group]) -> usize {
    groups.iter().map(Group::len).sum()
}

/// The form of a number of the North American plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum American {
    /// `(212) 555-0187`
    Bracketed,
    /// `212-555-0187`, `212.555.0187`, `212 555-0187`
    Joined,
    /// `212 555 0187`
    Spaced,
}

/// The form of three groups of three, three and four digits.
pub(super) fn american(text: &[u8], groups: &[Group]) -> Option<American> {
    let [area, exchange, line] = groups else { return None };
    if (area.len(), exchange.len(), line.len()) != (3, 3, 4) {
        return None;
    }
    let opened = area.span().start.checked_sub(1).is_some_and(|at| text[at] == b'(');
    match (gap(text, area, exchange), gap(text, exchange, line)) {
        (b")" | b") " | b")-" | b") - " | b").", b"-" | b"." | b" " | b" - ") if opened => Some(American::Bracketed),
        (b" ", b" ") | (b"-", b" ") => Some(American::Spaced),
        (b"-" | b"." | b"/" | b" " | b" - ", b"-" | b"." | b" - ") => Some(American::Joined),
        _ => None,
    }
}

/// Whether the digits may be a telephone number by their groups alone.
pub(super) fn is_plausible(text: &[u8], groups: &[Group]) -> bool {
    let total = count(groups);
    let book = total == 13 && matches!(&digits(text, groups)[..3], "978" | "979");
    (SHORTEST..LONGEST).contains(&total)
        && groups.len() <= MOST_GROUPS
        && !book
        && !is_date(text, groups)
        && has_form(text, groups)
}

/// Whether each digit of a number stands by itself, as of one that is read out: `4 1 5 . 6 4 1 . 7 0 3 2`.
pub(super) fn is_spelled(text: &[u8], groups: &[Group]) -> bool {
    let parted = |pair: &[Group]| matches!(gap(text, &pair[0], &pair[1]), b" " | b"-" | b"." | b" . " | b" - " | b"  ");
    (9..=12).contains(&groups.len()) && groups.iter().all(|group| group.len() == 1) && groups.windows(2).all(parted)
}

/// Whether the last group is the zero behind a dash with which Germans write the number of a whole house, behind an area
/// code and a number: `0731 9844-0`.
fn ends_in_house(text: &[u8], groups: &[Group]) -> bool {
    let [area, number, house] = groups else { return false };
    (3..=5).contains(&area.len())
        && (3..=8).contains(&number.len())
        && text[area.span().start] == b'0'
        && text[house.span()] == *b"0"
        && gap(text, number, house) == b"-"
        && gap(text, area, number) != b"."
}

/// The same of at most [`MOST_GROUPS`] groups that are no date.
fn has_form(text: &[u8], groups: &[Group]) -> bool {
    if ends_in_house(text, groups) {
        return true;
    }
    let mut lens = [0; MOST_GROUPS];
    lens.iter_mut().zip(groups).for_each(|(len, group)| *len = group.len());
    let lens = &lens[..groups.len()];
    let gaps = || groups.windows(2).map(|pair| gap(text, &pair[0], &pair[1]));
    let all = |sign: &[u8]| gaps().all(|gap| gap == sign);
    match lens {
        [_] => true,
        [3, 2, 4] => false,
        // The name of a message of ISO 20022: `pain.001.001.09`.
        [3, 3, 2] if all(b".") => false,
        // Groups of four are those of cards, which do not begin with a zero.
        [4, 4, 4] => text[groups[0].span().start] == b'0',
        [4, 4, 4, ..] => false,
        [4, 4] if (all(b"-") || all(b" - ")) && groups.iter().all(|group| is_year(text, group)) => false,
        // Tabs part the cells of a row.
        _ if gaps().any(|gap| gap.contains(&b'\t')) => false,
        // A number with decimals between others: `128 1.42156 260643`.
        [_, others @ ..]
            if !all(b".") && others.iter().zip(gaps().skip(1)).any(|(len, gap)| *len == 1 && gap == b".") =>
        {
            false
        }
        [_, _] if all(b".") => false,
        // The version of an extension.
        [_, 1, _] if all(b".") => false,
        [_, second, third, _] if all(b".") && (lens.iter().all(|len| *len <= 3) || *second.min(third) == 1) => false,
        // Versions count in small steps: `14.2.1.0101-118`.
        [_, 1, 1, ..] if gap(text, &groups[0], &groups[1]) == b"." && gap(text, &groups[1], &groups[2]) == b"." => {
            false
        }
        [first, others @ ..] => {
            let sizes = others.iter().all(|len| (2..=8).contains(len)) || others.first() == Some(&1);
            // Germans write pairs from the left or from the right.
            let odd = || {
                others.iter().rev().skip(1).all(|len| *len == 2)
                    && others.len() > 2
                    && text[groups[0].span().start] == b'0'
            };
            let ends = lens.last() > Some(&1) || odd();
            let sizes = sizes || others.last() == Some(&1) && odd();
            *first <= 5 && sizes && ends && gaps().skip(1).all(|gap| !gap.contains(&b'/'))
        }
        [] => false,
    }
}

/// Whether the digits are a date, or begin or end with one.
fn is_date(text: &[u8], groups: &[Group]) -> bool {
    if let [only] = groups {
        let digits = &text[only.span()];
        return digits.len() == 8
            && matches!(
                digits,
                [b'1', b'9', _, _, b'0' | b'1', _, b'0'..=b'3', _] | [b'2', b'0', _, _, b'0' | b'1', _, b'0'..=b'3', _]
            );
    }
    groups.windows(3).any(|three| {
        let short = |group: &Group| group.len() <= 2;
        let [first, second, third] = three else { return false };
        let same = gap(text, first, second) == gap(text, second, third);
        let tight = gap(text, first, second).len() == 1;
        let written = short(second) && (is_year(text, first) && short(third) || short(first) && is_year(text, third));
        same && tight && written
    })
}

/// Whether two groups of four digits are the ends of a range: `1204-1210`.
pub(super) fn is_range(text: &[u8], groups: &[Group]) -> bool {
    let [first, last] = groups else { return false };
    let number = |group: &Group| text[group.span()].iter().fold(0u32, |sum, b| sum * 10 + u32::from(b - b'0'));
    let four = first.len() == 4 && last.len() == 4 && gap(text, first, last) == b"-";
    four && number(first) < number(last) && number(last) - number(first) < 1000
}

/// Whether blanks part the groups unevenly, as they part columns: `20548  30000 68`.
pub(super) fn is_in_columns(text: &[u8], groups: &[Group]) -> bool {
    let gaps = || groups.windows(2).map(|pair| gap(text, &pair[0], &pair[1]));
    gaps().any(|gap| gap == b" ") && gaps().any(|gap| gap.starts_with(b"  "))
}

/// Whether it is the number of something that is counted anew each year: `2024-118`.
pub(super) fn is_of_year(text: &[u8], groups: &[Group]) -> bool {
    let [year, count] = groups else { return false };
    is_year(text, year) && count.len() <= 3 && matches!(gap(text, year, count), b"-" | b"/")
}

fn is_year(text: &[u8], group: &Group) -> bool {
    let digits = &text[group.span()];
    digits.len() == 4 && (digits.starts_with(b"19") || digits.starts_with(b"20"))
}

/// Whether an unbroken number counts seconds or milliseconds since 1970 (2001 to 2033). What begins with 20 is more
/// likely a number of New Jersey or Washington.
pub(super) fn is_epoch(digits: &str) -> bool {
    matches!(digits.len(), 10 | 13)
        && matches!(&digits[..2], "10" | "11" | "12" | "13" | "14" | "15" | "16" | "17" | "18" | "19")
}

/// Words for the extension behind a number.
const EXTENSIONS: [&[u8]; 12] = [
    b"extension",
    b"ext",
    b"x",
    b"#",
    b"durchwahl",
    b"dw",
    b"poste",
    b"toestel",
    b"anknytning",
    b"dahili",
    b"ramal",
    b"fax",
];

/// Where the extension behind a number ends (`x123`, `ext. 12`, `# 5`, `(ext. 12)`), or the number itself.
pub(super) fn with_extension(text: &[u8], end: usize) -> usize {
    let rest = &text[end..];
    let skip = |from: usize, signs: &[u8]| from + rest[from..].iter().take(2).take_while(|b| signs.contains(b)).count();
    let word = skip(0, b" ,;(");
    let bracket = usize::from(rest[..word].ends_with(b"("));
    let lower: Vec<u8> = rest[word..].iter().take(10).map(u8::to_ascii_lowercase).collect();
    let Some(name) = EXTENSIONS.into_iter().find(|name| lower.starts_with(name)) else { return end };
    let from = skip(word + name.len(), b".: -");
    let len = rest[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    // A telefax has a number of its own, but where it ends like that of the telephone.
    if name == b"fax" && !(rest[..from].ends_with(b"-") && (1..=4).contains(&len)) {
        return end;
    }
    let whole = match rest.get(from + len) {
        next if bracket > 0 => next == Some(&b')'),
        next => !next.is_some_and(u8::is_ascii_alphanumeric),
    };
    if (1..=7).contains(&len) && whole { end + from + len + bracket } else { end }
}

#[cfg(test)]
mod tests {
    use super::super::super::check::{finds, finds_nothing};
    use super::super::find;

    #[test]
    fn days_behind_the_word_of_a_number_are_left() {
        finds_nothing(
            find,
            &["call 2026-05-02", "call 05.06.2019", "tel 20241231", "phone: 19841231", "tel 12-12-1984"],
        );
        // No day is written with two signs.
        finds(find, &[("tel 2042 05-02", "2042 05-02"), ("Phone 03-9453-1970", "03-9453-1970")]);
        finds(find, &[("tel 06.20.19.74.43", "06.20.19.74.43"), ("mob 020 7336 2092", "020 7336 2092")]);
    }

    #[test]
    fn what_is_counted_in_a_year_is_left() {
        finds_nothing(find, &["Call 2024-118 of the programme", "ring 2024/118", "phone list 2024-118"]);
        finds_nothing(
            find,
            &[
                "O-ring FKM 75 152.07 x 5.33",
                "Snap ring 118 220 793",
                "Retaining ring 471 220 7931",
                "Ring gear 471 220 7931",
                "Slip ring assembly 0418220793",
            ],
        );
        finds(find, &[("Ring 020 7946 0321", "020 7946 0321"), ("please ring me on 020 7946 0321", "020 7946 0321")]);
        finds(
            find,
            &[
                ("Tel 2024-118", "2024-118"),
                ("phone of the desk: 2024-118", "2024-118"),
                ("call 5024-118", "5024-118"),
                ("call 2024-1187", "2024-1187"),
            ],
        );
    }

    #[test]
    fn years_and_numbers_of_books_are_left() {
        finds_nothing(find, &["tel 2019-2024", "Tel 2019 - 2024", "tel 9783161484100"]);
        finds(
            find,
            &[("tel 2019 2024", "2019 2024"), ("call 2019-4024", "2019-4024"), ("call 4019-2024", "4019-2024")],
        );
        finds(find, &[("tel 5553161484100", "5553161484100")]);
    }

    #[test]
    fn the_number_of_a_house_may_end_in_a_zero_behind_a_dash() {
        for text in ["Zentrale 0731 9844-0", "Tel. 0731/9844-0", "Empfang: 0731 9844-0"] {
            let number = text.split_once([' ', '.']).map_or(text, |(_, number)| number.trim());
            finds(find, &[(text, number)]);
        }
        finds_nothing(find, &["x 0731 9844-0 y", "tel 073.9844-0", "tel 0731 9844-7 x", "call 12 9844-0"]);
    }

    #[test]
    fn the_cells_of_rows_and_decimals_are_left() {
        finds_nothing(
            find,
            &[
                "T<\t0164\t0356\tTWO CELLS",
                "fax\t0164\t0356",
                "MESSAGE 20548  30000 68",
                "message:128 1.42156 260643: my $message",
            ],
        );
        finds(
            find,
            &[
                ("fax\t0164 2345678", "0164 2345678"),
                ("Message me: 0171 2345678", "0171 2345678"),
                ("tel 0731  984 42", "0731  984 42"),
            ],
        );
    }

    #[test]
    fn a_code_may_be_followed_by_one_digit() {
        finds(find, &[("tel 0 1 96 95 45 73", "0 1 96 95 45 73"), ("phone 8 1 234 5678", "8 1 234 5678")]);
    }

    #[test]
    fn hours_behind_a_number_are_no_part_of_it_and_pairs_may_begin_on_either_side() {
        finds(
            find,
            &[
                ("phone 020 7946 0417 9-17", "020 7946 0417"),
                ("Tel. 0381 4588213 8-18", "0381 4588213"),
                ("Tel. 0381 / 45 88 21 3", "0381 / 45 88 21 3"),
                ("R\u{fc}ckruf unter 0381 45 88 21 3", "0381 45 88 21 3"),
                ("Tel. 0381 4588213-18", "0381 4588213-18"),
            ],
        );
        finds_nothing(find, &["pages 0123456 9-17", "ratio 0123 45 67 89 1", "tel 12 34 56 7", "tel 0381 4 5 6 7"]);
    }
}
