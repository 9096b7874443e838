//! Invented words, sentences and titles: the prose of a company that does not exist.

use crate::people;
use crate::random::Random;

#[rustfmt::skip]
const WORDS: [&str; 96] = [
    "the", "gateway", "service", "release", "of", "and", "to", "is", "a", "queue", "customer", "invoice", "checks",
    "before", "after", "nightly", "batch", "runs", "when", "storage", "moves", "into", "region", "team", "reviews",
    "each", "change", "with", "care", "backup", "restores", "from", "snapshot", "until", "tenant", "reaches", "limit",
    "we", "agreed", "that", "every", "incident", "needs", "an", "owner", "within", "two", "days", "dashboard",
    "shows", "latency", "by", "shard", "please", "ask", "before", "deploying", "on", "Fridays", "contract", "ends",
    "in", "spring", "supplier", "delivers", "new", "hardware", "for", "warehouse", "budget", "grows", "slower",
    "than", "planned", "migration", "keeps", "old", "identifiers", "readers", "must", "not", "rely", "order", "rows",
    "café", "naïve", "Straße", "größer", "résumé", "server", "→", "token", "expires", "alert", "fires", "twice",
];
#[rustfmt::skip]
const SUBJECTS: [&str; 16] = [
    "Payment gateway", "Order intake", "Release train", "Backup & restore", "Onboarding", "Data retention",
    "Load balancer", "Customer portal", "Überblick Budget", "Search <beta>", "Warehouse 2", "Incident review",
    "Café machine", "On-call rota", "Access requests", "\"Blue\" cluster",
];
const GENRES: [&str; 8] = ["Runbook", "Minutes", "Decision", "How-to", "Checklist", "Plan", "Retrospective", "FAQ"];

/// A sentence with a capital letter and a full stop; `nbsp` and `eacute` now and then stand as entities.
pub(super) fn sentence(out: &mut String, random: &mut Random) {
    let words = 6 + random.below(11);
    let start = out.len();
    for word in 0..words {
        out.push_str(if word == 0 { "" } else { gap(random) });
        out.push_str(random.pick(&WORDS));
    }
    if let Some(first) = out.get_mut(start..=start) {
        first.make_ascii_uppercase();
    }
    out.push_str(random.pick(&[".", ".", ".", " (see the caf&eacute;)."]));
}

fn gap(random: &mut Random) -> &'static str {
    if random.one_in(40) { "&nbsp;" } else { " " }
}

/// Between one and `most` sentences.
pub(super) fn sentences(out: &mut String, random: &mut Random, most: usize) {
    for number in 0..=random.below(most) {
        out.push_str(if number == 0 { "" } else { " " });
        sentence(out, random);
    }
}

/// A few words without a full stop, without entities.
pub(super) fn phrase(out: &mut String, random: &mut Random) {
    for word in 0..2 + random.below(3) {
        out.push_str(if word == 0 { "" } else { " " });
        out.push_str(random.pick(&WORDS));
    }
}

/// A title that the number makes unique; about one in twenty holds an e-mail address.
pub(super) fn title(random: &mut Random, number: usize) -> String {
    if random.one_in(20) {
        return format!("Handover from {} ({number})", people::address(random).whole());
    }
    format!("{}: {} {number}", random.pick(&GENRES), random.pick(&SUBJECTS))
}
