//! Mobile numbers as the people of a country write them at home: with the trunk zero, the network first, and the usual
//! groups behind it. They speak for themselves, as North American ones do; numbers of the landline need a word.

use super::beside::ends_in_han;
use super::form::{digits, gap};
use super::is_valid_in;
use crate::redact::detect::nation::number;
use crate::redact::detect::reading::Group;
use std::ops::Range;

/// The mobile numbers of one country.
struct Plan {
    region: &'static str,
    /// What the first group looks like; `d` stands for any digit.
    network: &'static [&'static str],
    /// The groups behind it; none where people write as they like.
    groups: &'static [&'static [usize]],
}

const PLANS: [Plan; 15] = [
    Plan { region: "DE", network: &["015d", "015dd", "016d", "017d"], groups: &[] },
    Plan { region: "AT", network: &["065d", "066d", "067d", "068d", "069d"], groups: &[] },
    Plan { region: "CH", network: &["075", "076", "077", "078", "079"], groups: &[&[3, 2, 2], &[3, 4], &[7]] },
    Plan { region: "GB", network: &["07ddd"], groups: &[&[6], &[3, 3]] },
    Plan { region: "IE", network: &["083", "085", "086", "087", "089"], groups: &[&[3, 4], &[7]] },
    Plan { region: "FR", network: &["06", "07"], groups: &[&[2, 2, 2, 2]] },
    Plan { region: "BE", network: &["045d", "046d", "047d", "048d", "049d"], groups: &[&[2, 2, 2]] },
    Plan { region: "NL", network: &["06"], groups: &[&[8], &[4, 4], &[2, 2, 2, 2]] },
    Plan { region: "SE", network: &["07d"], groups: &[&[3, 2, 2], &[7]] },
    Plan { region: "SE", network: &["07dd"], groups: &[&[2, 2, 2], &[3, 3]] },
    Plan { region: "TR", network: &["05dd"], groups: &[&[3, 2, 2], &[3, 4]] },
    Plan { region: "JP", network: &["070", "080", "090"], groups: &[&[4, 4]] },
    Plan { region: "AU", network: &["04dd"], groups: &[&[3, 3]] },
    Plan { region: "NZ", network: &["021", "022", "027"], groups: &[&[3, 4], &[3, 3]] },
    Plan { region: "KR", network: &["010"], groups: &[&[4, 4]] },
];

/// The numbers of the landline and of services in the groups that little else has: with the trunk zero before an area.
const LANDLINES: [Plan; 24] = [
    Plan { region: "GB", network: &["02d"], groups: &[&[4, 4]] },
    Plan { region: "GB", network: &["011d", "01d1", "03dd", "0800", "0808"], groups: &[&[3, 4], &[2, 2, 3]] },
    Plan { region: "GB", network: &["01ddd"], groups: &[&[6], &[3, 3], &[2, 2, 2]] },
    Plan { region: "GB", network: &["01dddd"], groups: &[&[5], &[2, 3]] },
    Plan { region: "IE", network: &["01", "0dd"], groups: &[&[3, 4]] },
    Plan { region: "AU", network: &["02", "03", "07", "08"], groups: &[&[4, 4]] },
    Plan { region: "NZ", network: &["03", "04", "06", "07", "09"], groups: &[&[3, 4]] },
    Plan { region: "ZA", network: &["0dd"], groups: &[&[3, 4]] },
    Plan { region: "JP", network: &["03", "06"], groups: &[&[4, 4]] },
    Plan { region: "JP", network: &["0ddd"], groups: &[&[3, 3], &[2, 4]] },
    Plan { region: "TR", network: &["0ddd"], groups: &[&[3, 2, 2]] },
    Plan { region: "KR", network: &["02", "0dd"], groups: &[&[3, 4], &[4, 4]] },
    Plan { region: "CH", network: &["0dd"], groups: &[&[3, 2, 2]] },
    Plan { region: "SE", network: &["08", "0dd"], groups: &[&[3, 2, 2], &[2, 2, 2], &[3, 3, 2]] },
    Plan { region: "CN", network: &["010", "02d", "0ddd"], groups: &[&[8], &[4, 4], &[7], &[3, 4]] },
    Plan { region: "UA", network: &["0dd"], groups: &[&[3, 2, 2]] },
    Plan { region: "NL", network: &["0dd"], groups: &[&[3, 2, 2], &[3, 4], &[7]] },
    Plan { region: "NL", network: &["0ddd"], groups: &[&[2, 2, 2], &[3, 3], &[6]] },
    // Numbers that nobody pays for.
    Plan { region: "GB", network: &["0800", "0808"], groups: &[&[3, 3]] },
    Plan { region: "DE", network: &["0800"], groups: &[&[4, 3], &[3, 2, 2]] },
    Plan { region: "CH", network: &["0800"], groups: &[&[3, 3], &[2, 2, 2]] },
    Plan { region: "NL", network: &["0800"], groups: &[&[4], &[2, 2, 3]] },
    Plan { region: "JP", network: &["0120"], groups: &[&[3, 3]] },
    Plan { region: "FR", network: &["0"], groups: &[&[3, 2, 2, 2], &[3, 3, 3]] },
];

/// Whether the groups are a number of the landline of one of the countries, all parted alike by blanks or dashes.
pub(super) fn is_landline(text: &[u8], groups: &[Group]) -> bool {
    let alike = || {
        let mut gaps = groups.windows(2).map(|pair| gap(text, &pair[0], &pair[1]));
        let first = gaps.next();
        match first {
            Some(b" ") => gaps.all(|gap| Some(gap) == first),
            // A dash parts the area alone, or all groups.
            Some(b"-") => {
                let rest: Vec<&[u8]> = gaps.collect();
                rest.iter().all(|gap| Some(*gap) == first) || rest.iter().all(|gap| *gap == b" ")
            }
            Some(b") ") => gaps.all(|gap| matches!(gap, b" " | b"-")),
            _ => false,
        }
    };
    alike() && is_of_plans(&LANDLINES, text, groups) || is_brazilian(text, groups) || is_polish(text, groups)
}

/// Whether the groups are a number of the landline of Poland behind its area in brackets: `(12) 634-01-71`.
fn is_polish(text: &[u8], groups: &[Group]) -> bool {
    let [area, first, second, third] = groups else { return false };
    let joined = gap(text, first, second) == b"-" && gap(text, second, third) == b"-";
    [area, first, second, third].map(Group::len) == [2, 3, 2, 2]
        && gap(text, area, first) == b") "
        && joined
        && is_valid_in("PL", &digits(text, groups))
}

/// Whether the groups are a mobile number of Brazil behind its area, whose own digits begin with a nine and have a dash
/// before the last four: `(19) 98118-4402`, `19 99447-1820`.
fn is_brazilian(text: &[u8], groups: &[Group]) -> bool {
    let (area, nine, first, last) = match groups {
        [area, first, last] if first.len() == 5 => (area, first, first, last),
        [area, nine, first, last] if nine.len() == 1 && first.len() == 4 => (area, nine, first, last),
        _ => return false,
    };
    (area.len(), last.len()) == (2, 4)
        && text[nine.span().start] == b'9'
        && gap(text, first, last) == b"-"
        && is_valid_in("BR", &digits(text, groups))
}

/// Whether the groups are a mobile number of one of the countries.
pub(super) fn is_mobile(text: &[u8], groups: &[Group]) -> bool {
    is_of_plans(&PLANS, text, groups)
}

fn is_of_plans(plans: &[Plan], text: &[u8], groups: &[Group]) -> bool {
    let [network, rest @ ..] = groups else { return false };
    if rest.is_empty() || text[network.span()][0] != b'0' {
        return false;
    }
    let lens: Vec<usize> = rest.iter().map(Group::len).collect();
    let mut plans = plans.iter().filter(|plan| {
        let usual = match plan.groups {
            // One figure may be set apart behind the network: `0160-9 44 17 20`.
            [] => lens.iter().enumerate().all(|(at, len)| (2..=8).contains(len) || (at, *len) == (0, 1)),
            groups => groups.contains(&lens.as_slice()),
        };
        usual && plan.network.iter().any(|shape| is_of(&text[network.span()], shape))
    });
    let all = digits(text, groups);
    // Parts and drawings have numbers with dashes of the same form as Australian ones.
    let spaced = || groups.windows(2).all(|pair| gap(text, &pair[0], &pair[1]) == b" ");
    plans.any(|plan| (plan.region != "AU" || spaced()) && (is_valid_in(plan.region, &all) || is_of_islands(plan, &all)))
        && !is_of_pairs(text, groups)
}

/// Whether digits without groups are a mobile number of one of the countries.
pub(super) fn is_solid(digits: &str) -> bool {
    let begins = |plan: &&Plan| {
        plan.network
            .iter()
            .any(|shape| digits.get(..shape.len()).is_some_and(|network| is_of(network.as_bytes(), shape)))
    };
    digits.starts_with('0')
        && PLANS.iter().filter(begins).any(|plan| is_valid_in(plan.region, digits) || is_of_islands(plan, digits))
}

/// Whether eleven digits in one piece are a mobile number of China behind a letter of its script, as the name of whom it
/// calls.
pub(super) fn is_chinese(text: &[u8], groups: &[Group]) -> bool {
    let [only] = groups else { return false };
    let start = only.span().start;
    only.len() == 11
        && text[start] == b'1'
        && ends_in_han(text[..start].trim_ascii_end())
        && is_valid_in("CN", &digits(text, groups))
}

/// Whether eleven digits in one piece are a mobile number of Britain.
pub(super) fn is_british(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with("07") && is_valid_in("GB", digits)
}

/// Whether a British number is one of the islands that share the country's code, or of those that Ofcom keeps for films.
fn is_of_islands(plan: &Plan, digits: &str) -> bool {
    const ISLANDS: [&str; 3] = ["GG", "JE", "IM"];
    let film = digits.len() == 11 && digits.starts_with("07700900");
    plan.region == "GB" && (film || ISLANDS.iter().any(|region| is_valid_in(region, digits)))
}

/// Whether the digits of a group are those of a network.
fn is_of(group: &[u8], shape: &str) -> bool {
    group.len() == shape.len() && group.iter().zip(shape.bytes()).all(|(b, class)| class == b'd' || class == *b)
}

/// Whether groups of two digits each count up one by one, or stand among the bytes of a dump: `4a 06 12 34 56 78 ff`.
fn is_of_pairs(text: &[u8], groups: &[Group]) -> bool {
    let ([first, ..], [.., last]) = (groups, groups) else { return false };
    let value = |group: &Group| number(&text[group.span()]);
    let counts_up = groups.windows(2).all(|pair| value(&pair[0]) + 1 == value(&pair[1]));
    let blank = groups.windows(2).all(|pair| gap(text, &pair[0], &pair[1]) == b" ");
    groups.iter().all(|group| group.len() == 2)
        && (counts_up || blank && (ends_with_byte(&text[..first.span().start]) || begins_with_byte(text, last.span())))
}

fn ends_with_byte(before: &[u8]) -> bool {
    let word = before.strip_suffix(b" ").unwrap_or_default();
    let len = word.iter().rev().take(3).take_while(|b| b.is_ascii_alphanumeric()).count();
    len == 2 && word[word.len() - 2..].iter().all(u8::is_ascii_hexdigit)
}

fn begins_with_byte(text: &[u8], last: Range<usize>) -> bool {
    let word = text[last.end..].strip_prefix(b" ").unwrap_or_default();
    let len = word.iter().take(3).take_while(|b| b.is_ascii_alphanumeric()).count();
    len == 2 && word[..2].iter().all(u8::is_ascii_hexdigit)
}

#[cfg(test)]
mod tests {
    use crate::redact::detect::check::{finds, finds_nothing, found};
    use crate::redact::detect::phone::find;

    #[test]
    fn numbers_of_the_landline_of_more_countries_stand_behind_whom_they_call() {
        for (text, number) in [
            ("Frau Caduff 081 555 01 28", "081 555 01 28"),
            ("Securitas 010-555 01 42, then", "010-555 01 42"),
            ("Kasia (12) 634-01-71", "(12) 634-01-71"),
            ("\u{41f}\u{443}\u{43b}\u{44c}\u{442} - (032) 255-01-42", "(032) 255-01-42"),
            ("\u{884c}\u{653f} 021-5550 0142", "021-5550 0142"),
            ("\u{7dcf}\u{52d9}: 03-5550-0142", "03-5550-0142"),
            ("\u{5218}\u{5efa}\u{56fd} 13905341821", "13905341821"),
            ("USV-Service 0800 5550 199", "0800 5550 199"),
            ("Ascenseur 0 800 55 01 18", "0 800 55 01 18"),
            ("Kim 010.7720.4417", "010.7720.4417"),
            ("0160-9 44 17 20", "0160-9 44 17 20"),
            ("07700 900 562 (work 0131 496 0148)", "0131 496 0148"),
        ] {
            assert!(found(find, text).contains(&number.to_owned()), "{text}");
        }
        finds_nothing(
            find,
            &[
                "the order 081 555 01 28",
                "rows 010-555 01 42",
                "(12) 634-01-7",
                "\u{884c}\u{653f} 021-555 0142 0",
                "\u{5218}\u{5efa}\u{56fd} 10905341821",
                "total 13905341821",
            ],
        );
    }

    #[test]
    fn mobile_numbers_of_a_country_speak_for_themselves() {
        for number in [
            "0171 2345678",
            "0151-23456789",
            "0176/23 45 67 89",
            "0664 6425486",
            "0176 8823 4411",
            "079 244 84 87",
            "07757 565365",
            "07757 565 365",
            "087 612 3491",
            "06 22 94 97 92",
            "06.22.94.97.92",
            "06-12345678",
            "0475 12 34 56",
            "070-565 83 29",
            "0532 987 83 77",
            "090-6289-7448",
            "0412 345 678",
        ] {
            finds(find, &[(&format!("She gave {number} to us."), number)]);
            finds(find, &[(&format!("Kowal;{number};x"), number)]);
        }
        finds(find, &[("J. Novak, ID HF935754 - 07757 565365", "07757 565365")]);
    }

    #[test]
    fn landline_numbers_in_the_groups_of_their_country_stand_behind_whoever_is_named() {
        for (text, number) in [
            ("Porter 020 7946 0958, night desk", "020 7946 0958"),
            ("Shelley \u{2013} (03) 9482 6617", "(03) 9482 6617"),
            ("Boss on 01522 681 049", "01522 681 049"),
            ("he prefers texts, on 07757565365 as", "07757565365"),
            ("Ngaire S.\n07 4638 9415", "07 4638 9415"),
            ("Ademir | 19 99447-1820 |", "19 99447-1820"),
            ("Sueli (19) 9 8118-4402", "(19) 9 8118-4402"),
            ("cel +52 1 81 2340 7719", "+52 1 81 2340 7719"),
        ] {
            finds(find, &[(text, number)]);
        }
        finds_nothing(
            find,
            &["level 020 7946 0958", "Item: 020 7946 0958", "Cutter 020 79460 958", "Ademir 19 89447-1820"],
        );
    }

    #[test]
    fn what_is_written_otherwise_is_left() {
        finds_nothing(
            find,
            &[
                "x 06 07 08 09 10 y",
                "x 4a 06 22 94 97 92 y",
                "x 06 22 94 97 92 ff y",
                "Bestellung 0171 2345678",
                "order 07757 565365",
                "order no. 07757 565365",
                "Part 0151-23456789",
                "x 12 0171 2345678 y",
                "x 0171 2345 y",
                "x 01712345678 y",
                "x 0300 123456 y",
                "x 06.22.94 y",
                "x 0532 987 83 77 12 y",
                "x A-0171 2345678 y",
                "Zeichnung 0417-220-001",
            ],
        );
    }

    #[test]
    fn numbers_of_islands_and_films_and_swedish_ones_with_longer_networks_are_mobile() {
        for number in ["07700 900417", "07911 123456", "0730-44 18 82"] {
            finds(find, &[(&format!("Text {number} please"), number)]);
        }
        finds_nothing(find, &["values 07700 90041", "row 0730-44 18", "part 07700-1 900417"]);
    }
}
