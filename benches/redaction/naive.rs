//! The usual patterns, each looked for by itself, as most tools do it.

use regex::bytes::{Regex, RegexBuilder};

const PATTERNS: [&str; 18] = [
    // Payment cards.
    r"\b(?:\d[ -]?){12,18}\d\b",
    // Social security numbers.
    r"\b\d{3}-\d{2}-\d{4}\b",
    // E-mail addresses.
    r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}",
    // Telephone numbers.
    r"(?:\+\d{1,3}[ .-]?)?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b",
    // IBANs.
    r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b",
    // Addresses of machines.
    r"\b(?:\d{1,3}\.){3}\d{1,3}\b",
    r"(?i)\b(?:[0-9a-f]{1,4}:){2,7}[0-9a-f]{1,4}\b",
    r"(?i)\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b",
    // Keys and tokens.
    r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    r"\bgh[pousr]_[A-Za-z0-9]{36,}\b",
    r"\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+",
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    r"(?i)\b(?:password|passwd|pwd|secret|token|api[_-]?key)\s*[:=]\s*\S+",
    r"(?i)\b(?:bearer|basic)\s+[a-z0-9+/=._-]{8,}",
    // Dates.
    r"\b(?:19|20)\d\d-\d\d-\d\d\b",
    // Vehicles, medical records, passports.
    r"\b[A-HJ-NPR-Z0-9]{17}\b",
    r"(?i)\bmrn[ :#]*\d{6,10}\b",
    r"(?i)\bpassport[ :#no.]*[a-z]?\d{8,9}\b",
];

/// The patterns, compiled for bytes: word boundaries of Unicode would make them slower by far.
pub(super) fn patterns() -> Result<Vec<Regex>, regex::Error> {
    PATTERNS.iter().map(|pattern| RegexBuilder::new(pattern).unicode(false).build()).collect()
}
