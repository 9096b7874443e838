//! All of the tables with all of them: each thing with each word and each joint in the orders of its language.

use super::super::public::names_public;
use super::tables::{Order, TONGUES, Tongue};
use super::words::parts;
use super::*;
use crate::redact::detect::check::found;

/// The signs that join a name and its value in any language.
const SIGNS: [&str; 4] = [": ", " = ", " - ", " -> "];

/// What has a lock in a language.
fn things(tongue: &Tongue) -> impl Iterator<Item = &'static str> {
    let all = [tongue.doors, tongue.holders, tongue.locks, tongue.alarms];
    all.into_iter().flat_map(parts).map(|thing| thing.trim_start_matches('-'))
}

/// What the code of a thing is called in the orders of a language.
fn names(tongue: &Tongue, thing: &str, word: &str) -> Vec<String> {
    let of = parts(tongue.of).map(|of| match of.ends_with('l') || of == "d" {
        true if of.contains('l') && !matches!(of, "del" | "al") => format!("{word} {of}'{thing}"),
        _ => format!("{word} {of} {thing}"),
    });
    let beside = match tongue.order {
        Order::Apart => vec![format!("{thing} {word}"), format!("{thing}-{word}")],
        Order::Joined => vec![format!("{thing}{word}"), format!("{thing}-{word}"), format!("{thing} {word}")],
        Order::Behind => vec![format!("{word} {thing}")],
    };
    of.chain(beside).collect()
}

/// What joins a name and its value in a language.
fn joints(tongue: &Tongue) -> impl Iterator<Item = String> {
    SIGNS.into_iter().map(str::to_owned).chain(parts(tongue.is).map(|is| format!(" {is} ")))
}

/// Each text gives its code and nothing else, and the gate lets it pass.
#[track_caller]
fn all_tell(cases: impl IntoIterator<Item = (String, &'static str)>) {
    let passes = |text: &str| Signals::of(text.as_bytes()).intersects(Signals::DOOR);
    let told = |(text, code): &(String, &str)| found(find, text) == [*code] && passes(text);
    let left: Vec<_> = cases.into_iter().filter(|case| !told(case)).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// Nothing is found in any of the texts.
#[track_caller]
fn none_tells(texts: impl IntoIterator<Item = String>) {
    let told: Vec<_> = texts.into_iter().filter(|text| !found(find, text).is_empty()).collect();
    assert!(told.is_empty(), "{told:?}");
}

/// Each thing of a language with each word for its code.
fn pairs(tongue: &Tongue) -> impl Iterator<Item = (&'static str, &'static str)> {
    things(tongue).flat_map(|thing| parts(tongue.words).map(move |word| (thing, word)))
}

#[test]
fn each_thing_has_a_code_by_each_word_and_each_joint() {
    for tongue in TONGUES {
        let named = pairs(tongue).flat_map(|(thing, word)| names(tongue, thing, word)).flat_map(|name| {
            let joined = joints(tongue).map(|joint| format!("{name}{joint}3069."));
            joined.chain([format!("{name} 3069")]).map(|text| (text, "3069")).collect::<Vec<_>>()
        });
        all_tell(named);
        let lettered = pairs(tongue).flat_map(|(thing, word)| names(tongue, thing, word));
        all_tell(lettered.map(|name| (format!("{name}: 30B69"), "30B69")));
    }
}

#[test]
fn each_thing_may_stand_before_a_sign_and_the_word() {
    for tongue in TONGUES {
        // Beside words of codes that everybody may see, the bare word is not enough.
        let pairs = pairs(tongue).filter(|(thing, _)| !names_public(thing.as_bytes()));
        all_tell(pairs.flat_map(|(thing, word)| {
            [(": ", ""), (", ", ";"), (" (", ")"), (":\n", "\n")]
                .map(|(before, behind)| (format!("{thing}{before}{word} 3069{behind}"), "3069"))
        }));
    }
}

#[test]
fn each_owner_has_a_code() {
    for tongue in TONGUES {
        for (owner, word) in parts(tongue.owners).flat_map(|owner| parts(tongue.words).map(move |word| (owner, word))) {
            let name = match tongue.order {
                Order::Behind => format!("{word} {owner}"),
                Order::Apart | Order::Joined => format!("{owner} {word}"),
            };
            SIGNS.iter().for_each(|joint| assert_eq!(found(find, &format!("{name}{joint}3069")), ["3069"], "{name}"));
        }
    }
}

#[test]
fn what_has_nothing_but_a_code_needs_no_word() {
    for tongue in TONGUES {
        all_tell(
            parts(tongue.holders)
                .chain(parts(tongue.locks))
                .flat_map(|thing| [(format!("{thing}: 3069"), "3069"), (format!("{thing}: 5 0 8 3, left"), "5 0 8 3")]),
        );
        all_tell(parts(tongue.locks).map(|lock| (format!("{lock} 3069"), "3069")));
    }
}

#[test]
fn words_for_something_else_make_no_code() {
    const OTHERS: [&str; 6] = ["error", "product", "reader", "version", "model", "serial"];
    for tongue in TONGUES {
        let with_another = |(thing, word): (&str, &str)| {
            OTHERS.map(|other| {
                [
                    format!("{thing} {other}: 3069"),
                    format!("{thing} {other} {word}: 3069"),
                    format!("{thing} {word} {other}: 3069"),
                    format!("{other} {word} 3069"),
                    format!("{thing}: {other} {word} 3069"),
                ]
            })
        };
        none_tells(pairs(tongue).flat_map(with_another).flatten());
        none_tells(
            pairs(tongue).flat_map(|(thing, word)| [format!("{word} 3069"), format!("{thing} {word} 3069 bytes")]),
        );
        // Standards for what has a lock have years; what has nothing but a code has none.
        let doors =
            || [tongue.doors, tongue.alarms].into_iter().flat_map(parts).map(|thing| thing.trim_start_matches('-'));
        let of_doors = doors().flat_map(|thing| parts(tongue.words).map(move |word| format!("{thing} {word} 2024")));
        none_tells(of_doors);
    }
}

#[test]
fn a_bare_number_behind_a_door_is_no_code() {
    for tongue in TONGUES {
        let doors = parts(tongue.doors).map(|door| door.trim_start_matches('-'));
        // In German a lock is called as what has one.
        let doors = doors.filter(|door| *door != "schloss");
        none_tells(
            doors.flat_map(|door| [format!("{door} 3069"), format!("{door}: 3069 mm"), format!("{door} is 3069")]),
        );
    }
}

/// A day since when a code counts, in each language.
const DAYS: [&str; 9] = [
    "from Monday",
    "ab heute",
    "\u{e0} partir de lundi",
    "desde el lunes",
    "da luned\u{ec}",
    "a partir de segunda-feira",
    "vanaf 3 november",
    "fr\u{e5}n m\u{e5}ndag",
    "od poniedzia\u{142}ku",
];

#[test]
fn a_day_may_stand_before_each_code() {
    for (tongue, day) in TONGUES.iter().zip(DAYS) {
        let names = || pairs(tongue).flat_map(|(thing, word)| names(tongue, thing, word));
        all_tell(names().flat_map(|name| [" ", ": "].map(|joint| (format!("{name} {day}{joint}3069."), "3069"))));
        none_tells(names().map(|name| format!("{name} {day} 3069 bytes")));
        none_tells(parts(tongue.words).map(|word| format!("{word} {day} 3069")));
    }
}

#[test]
fn each_code_may_look_like_a_year_of_the_last_century() {
    for tongue in TONGUES {
        let names = || pairs(tongue).flat_map(|(thing, word)| names(tongue, thing, word));
        all_tell(names().map(|name| (format!("{name} 1984"), "1984")));
        none_tells(names().map(|name| format!("{name} 1984 edition")));
    }
}

#[test]
fn each_thing_may_go_on_a_list() {
    for tongue in TONGUES {
        let word = parts(tongue.words).next().unwrap_or_default();
        let order = |thing: &str| match tongue.order {
            Order::Apart => format!("{thing} {word}"),
            Order::Joined => format!("{thing}{word}"),
            Order::Behind => format!("{word} {thing}"),
        };
        let first = parts(tongue.doors).next().unwrap_or_default().trim_start_matches('-');
        for thing in things(tongue).filter(|thing| !names_public(thing.as_bytes())) {
            for joint in [", ", " / ", "; "] {
                let text = format!("{} 3069{joint}{thing} 5083", order(first));
                assert_eq!(found(find, &text), ["3069", "5083"], "{text}");
                let text = format!("{} 3069{joint}{thing} 5083 bytes", order(first));
                assert_eq!(found(find, &text), ["3069"], "{text}");
            }
        }
    }
}

#[test]
fn what_is_pushed_or_pressed_needs_no_word() {
    for tongue in TONGUES {
        let private = || things(tongue).filter(|thing| !names_public(thing.as_bytes()));
        all_tell(private().flat_map(|thing| [": ", " "].map(|joint| (format!("{thing}{joint}C5083Y"), "C5083Y"))));
        all_tell(private().map(|thing| (format!("{thing} 5083#"), "5083#")));
        none_tells(things(tongue).map(|thing| format!("{thing} model C5083Y")));
    }
}
