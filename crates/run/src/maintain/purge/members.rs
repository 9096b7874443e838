//! The members of an object of a response that hold texts, and the persons that they are of.

use super::json::{self, Member};
use catchment_base::response::member;
use catchment_redact::{self as redact, Persona};

/// The members of an object that hold a text.
pub struct TextMembers<'a> {
    /// The members.
    pub texts: Vec<TextMember<'a>>,
    /// The persons that they are of, by their positions.
    pub personas: Vec<Persona>,
}

/// A member with a text.
pub struct TextMember<'a> {
    /// Its text; of one that ServiceNow shows in two forms, the stored one.
    pub text: String,
    /// Its values as they are written; of one that is shown in two forms, both.
    pub values: Vec<&'a str>,
}

impl<'a> TextMembers<'a> {
    /// Reads the members of an object that is the value of the member `under`, and describes a person or may not.
    pub fn of(members: &[Member<'a>], under: &str, is_person: bool) -> Self {
        let found: Vec<(&str, TextMember<'a>)> =
            members.iter().filter_map(|member| Some((member.name.as_str(), TextMember::of(member.value)?))).collect();
        let named: Vec<redact::NamedText<'_>> =
            found.iter().map(|(name, member)| redact::NamedText { name, text: &member.text }).collect();
        let personas = redact::personas(&named, redact::Surroundings { under, is_person });
        Self { texts: found.into_iter().map(|(_, member)| member).collect(), personas }
    }

    /// The texts at some positions.
    pub fn at<'t>(&'t self, places: &'t [usize]) -> impl Iterator<Item = &'t str> {
        places.iter().map(|at| self.texts[*at].text.as_str())
    }
}

impl<'a> TextMember<'a> {
    fn of(value: &'a str) -> Option<Self> {
        if let Some(text) = text_of(value) {
            return Some(Self { text, values: vec![value] });
        }
        let stored = member(value, "value").filter(|_| value.starts_with('{'))?.get();
        let shown = member(value, "display_value")?.get();
        Some(Self { text: text_of(stored)?, values: vec![stored, shown] })
    }
}

/// The text of a string, or a number as it is written.
pub fn text_of(value: &str) -> Option<String> {
    json::tokens(value).next().filter(|token| token.text == value).and_then(|token| token.value())
}
