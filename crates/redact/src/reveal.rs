//! The way back from a pseudonym to its value, for who holds the key and the text that the value stands in.
//!
//! A pseudonym cannot be computed back. But whoever has the key can compute the pseudonyms of everything that a text
//! holds, and see which value gets the one in question. What is found is found by the same readers that redact.

use crate::column::Given;
use crate::kind;
use crate::policy::Policy;
use crate::redactor::{Redactor, Witness};
use crate::rewrite::normal::normal;
use crate::settle::Format;
use crate::token::{PseudonymKey, Seen};
use catchment_base::error::{Error, Result};
use catchment_io::key::Keys;

/// A longer text is no value as a whole.
const LONGEST_VALUE: usize = 1024;

/// Looks for the values behind one pseudonym.
pub struct Revealer {
    redactors: Vec<Redactor>,
    key: PseudonymKey,
    kind: String,
    token: String,
}

impl Revealer {
    /// A revealer of a pseudonym, written with or without its brackets. Refused are texts that are none, and
    /// pseudonyms that were not made with these keys. In texts it finds what one of the policies looks for.
    pub fn new(keys: &Keys, policies: &[&Policy], token: &str) -> Result<Self> {
        let key = PseudonymKey::of(keys)?;
        let kind = match key.see(token.trim()) {
            Seen::Ours(kind) => kind.to_owned(),
            Seen::OtherKeys(id) => return Err(of_another_key(&key, id)),
            Seen::Forged => {
                return Err(Error::usage("this looks like a pseudonym, but the current key did not make it")
                    .hint("copy it whole; somebody may have forged or mistyped it"));
            }
            Seen::Nothing => {
                return Err(Error::usage("this is not a pseudonym")
                    .hint("a pseudonym looks like '[ACCOUNT_ID_…]', with 30 letters and digits behind its type"));
            }
        };
        let token = format!("[{}]", token.trim().trim_start_matches('[').trim_end_matches(']'));
        let redactor = |policy: &&Policy| {
            let policy = Policy::clone(policy).pseudonyms_of(&kind);
            Redactor::new(policy, Some(key.clone())).with_witness(Witness::of(&token))
        };
        let redactors = policies.iter().map(redactor).collect();
        Ok(Self { redactors, key, kind, token })
    }

    /// The type of its values, as a pseudonym names it.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The pseudonym, as it stands in datasets.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The values in a text that get the pseudonym, each as it is read there, once.
    pub fn values(&self, text: &str) -> Vec<String> {
        let whole = text.trim();
        if whole.len() <= LONGEST_VALUE && self.key.token(&self.kind, &normal(&self.kind, whole)) == self.token {
            return vec![whole.to_owned()];
        }
        let mut values = Vec::new();
        for redactor in &self.redactors {
            // What cannot be read in a format is never redacted as that either: no pseudonym comes from there.
            formats_of(text).for_each(|format| drop(redactor.answered(|| redactor.scan(text, format, Given::Nothing))));
            values.extend(redactor.witness.iter().flat_map(Witness::take));
        }
        values.sort();
        values.dedup();
        values
    }
}

/// The pseudonyms that columns of people may show of a value, whatever it is taken for.
pub fn pseudonyms_of(keys: &Keys, value: &str) -> Result<Vec<String>> {
    let key = PseudonymKey::of(keys)?;
    let kinds = [kind::ACCOUNT_ID, kind::EMAIL_ADDRESS, kind::USERNAME, kind::PERSON_NAME];
    Ok(kinds.iter().map(|kind| key.token(kind, &normal(kind, value.trim()))).collect())
}

/// What a text may be taken for.
fn formats_of(text: &str) -> impl Iterator<Item = Format> {
    let is_markup = memchr::memchr(b'<', text.as_bytes()).is_some();
    let is_json = text.trim_start().starts_with(['{', '[']);
    let others = [(is_markup, Format::Storage), (is_json, Format::Json)];
    std::iter::once(Format::Text).chain(others.into_iter().filter_map(|(is, format)| is.then_some(format)))
}

fn of_another_key(key: &PseudonymKey, id: &str) -> Error {
    let what = format!("this pseudonym was made with another key: it says {id}, the current key {}", key.id());
    Error::usage(what).hint(
        "it comes from another data directory, or from before 'catchment key rotate': without its key nobody can \
         reveal it; use the pseudonym in the current datasets",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Wanted;
    use crate::tally::Tally;

    const ID: &str = "712020:05d3f8c1-a7b2-e4f6-09a1-d0c2b3a4d5e6";

    fn keys(byte: u8) -> Keys {
        Keys::from_master(vec![byte; 32]).unwrap()
    }

    fn standard() -> Policy {
        Policy::shipped("standard").unwrap()
    }

    fn token_of(value: &str, column: &str) -> String {
        Redactor::new(standard(), Some(PseudonymKey::of(&keys(1)).unwrap()))
            .pseudonym(value, column, &mut Tally::new())
            .unwrap()
    }

    fn revealer(token: &str) -> Result<Revealer> {
        Revealer::new(&keys(1), &[&standard()], token)
    }

    #[test]
    fn a_value_is_found_alone_in_text_and_in_markup() {
        let revealer = revealer(&token_of(ID, "account_id")).unwrap();
        let key = format!("~{}", ID.replace([':', '-'], ""));
        assert_eq!(revealer.values(&format!(" {ID} ")), [ID]);
        assert_eq!(revealer.values(&key), std::slice::from_ref(&key));
        assert_eq!(revealer.values(&format!("ask {ID}, please")), [ID]);
        let body =
            format!("<p><ri:user ri:account-id=\"{ID}\"/> and 712020:<b>05d3f8c1-a7b2-e4f6-09a1-d0c2b3a4d5e6</b></p>");
        assert_eq!(revealer.values(&body), [ID]);
        let document = format!(
            "{{\"type\":\"mention\",\"attrs\":{{\"id\":\"712020\\u003a05d3f8c1-a7b2-e4f6-09a1-d0c2b3a4d5e6\",\"text\":\"@{ID}\"}}}}"
        );
        assert_eq!(revealer.values(&document), [ID]);
        assert_eq!(revealer.values("712020:05d3f8c1-a7b2-e4f6-09a1-d0c2b3a4d5e7"), Vec::<String>::new());
    }

    #[test]
    fn what_a_policy_would_not_make_a_pseudonym_of_is_found_all_the_same() {
        let made = PseudonymKey::of(&keys(1)).unwrap();
        let token = made.token(kind::EMAIL_ADDRESS, "ann@example.com");
        let revealer = revealer(&token).unwrap();
        assert_eq!(revealer.values("write to Ann@example.com or bob@example.com"), ["Ann@example.com"]);
        let wanted = Wanted { based_on: "none".into(), allow: vec!["*@example.com".into()], ..Wanted::default() };
        let allowing = Policy::made("house", &wanted).unwrap();
        let revealer = Revealer::new(&keys(1), &[&allowing, &standard()], &token).unwrap();
        assert_eq!(revealer.values("write to ann@example.com or bob@example.com"), ["ann@example.com"]);
    }

    #[test]
    fn what_is_no_pseudonym_of_this_key_is_refused_and_told_why() {
        let token = token_of(ID, "account_id");
        assert_eq!(revealer(&token[1..token.len() - 1]).unwrap().token(), token);
        let why = |token: &str| revealer(token).err().unwrap().to_string();
        let other = Revealer::new(&keys(2), &[], &token).err().unwrap();
        assert!(other.to_string().contains("another key"), "{other}");
        assert!(why("[ACCOUNT_ID]").contains("not a pseudonym"));
        let check = if token.ends_with("A]") { "B]" } else { "A]" };
        assert!(why(&format!("{}{check}", &token[..token.len() - 2])).contains("looks like a pseudonym"));
    }
}
