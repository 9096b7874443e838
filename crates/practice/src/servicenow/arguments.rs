//! What a request asks with, read as strictly as it is declared.

use super::refusal;
use crate::reply::Reply;
use url::form_urlencoded;

/// The arguments of a request, in the order in which they came.
pub(super) struct Arguments {
    given: Vec<(String, String)>,
}

impl Arguments {
    /// Reads a query string. What begins with `sysparm_` and is not declared is a 400, as is what is given twice; other
    /// names are fields, where the operation takes them.
    pub(super) fn read(query: &str, declared: &[&str], takes_fields: bool) -> Result<Self, Reply> {
        let mut given: Vec<(String, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()).into_owned() {
            let is_known = declared.contains(&name.as_str()) || (takes_fields && !name.starts_with("sysparm_"));
            if !is_known {
                return Err(refusal::improper(&format!("The parameter {name} is not known here.")));
            }
            if given.iter().any(|(known, _)| *known == name) {
                return Err(refusal::improper(&format!("The parameter {name} is given twice.")));
            }
            given.push((name, value));
        }
        let arguments = Self { given };
        match arguments.text("sysparm_query").is_some() && arguments.fields().next().is_some() {
            true => Err(refusal::improper("Fields are compared either in sysparm_query or by their names, not both.")),
            false => Ok(arguments),
        }
    }

    /// The value of an argument.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.given.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Names and values of the arguments that are fields.
    fn fields(&self) -> impl Iterator<Item = &(String, String)> {
        self.given.iter().filter(|(name, _)| !name.starts_with("sysparm_"))
    }

    /// The encoded query: the one that was given, or that the given fields have the given values.
    pub(super) fn query(&self) -> String {
        let equals = self.fields().map(|(name, value)| format!("{name}={}", value.replace('^', "^^")));
        self.text("sysparm_query").map_or_else(|| equals.collect::<Vec<_>>().join("^"), str::to_owned)
    }

    /// A number from `least`, or the usual one.
    pub(super) fn number(&self, name: &str, least: usize, usual: usize) -> Result<usize, Reply> {
        let Some(text) = self.text(name) else { return Ok(usual) };
        let number = text.parse().ok().filter(|number| *number >= least);
        number.ok_or_else(|| refusal::improper(&format!("The parameter {name} must be a number from {least}.")))
    }

    /// Whether a switch is given and true.
    pub(super) fn flag(&self, name: &str) -> Result<bool, Reply> {
        match self.text(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(refusal::improper(&format!("The parameter {name} must be true or false."))),
        }
    }

    /// The names of a list.
    pub(super) fn list(&self, name: &str) -> Vec<&str> {
        self.text(name).into_iter().flat_map(|list| list.split(',')).map(str::trim).collect()
    }

    /// The same arguments with another offset, as a query string.
    pub(super) fn at(&self, offset: usize) -> String {
        let others = self.given.iter().filter(|(name, _)| name != "sysparm_offset");
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(others).append_pair("sysparm_offset", &offset.to_string());
        query.finish()
    }
}
