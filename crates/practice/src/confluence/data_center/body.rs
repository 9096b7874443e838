//! Bodies: those of the site, with users by their keys and links below the context path.

use super::desk::Desk;
use super::expand::Expand;
use super::refusal;
use crate::confluence::crowd::key_of;
use crate::confluence::faults::Wound;
use crate::confluence::found::Found;
use crate::confluence::storage::Form;
use crate::reply::Reply;
use serde_json::{Map, Value, json};

/// The forms that are written; Data Center knows no `atlas_doc_format`.
const FORMS: [&str; 3] = ["storage", "view", "export_view"];
/// Further forms that are only named.
const NAMED: [&str; 3] = ["editor", "styled_view", "anonymous_export_view"];

impl Desk<'_> {
    /// The bodies of an entry that are wanted; attachments have none.
    pub(super) fn bodies(&self, entry: Found<'_>, version: u32, expand: &Expand<'_>) -> Result<Value, Reply> {
        let mut wounds = self.options.faults.wounds_of(entry.number());
        if wounds.any(|wound| wound == Wound::Poison) {
            return Err(refusal::broken("Error rendering content for view: cannot read the body"));
        }
        let (mut bodies, mut expandable) = (Map::new(), Map::new());
        for form in FORMS.into_iter().chain(NAMED) {
            match entry {
                Found::Item(_) | Found::Comment(_) if expand.wants(form) && FORMS.contains(&form) => {
                    let content = format!("/rest/api/content/{}", entry.number());
                    let body = json!({"value": self.text(entry, version, form), "representation": form,
                                      "_expandable": {"content": content, "webresource": ""}});
                    bodies.insert(form.to_owned(), body);
                }
                _ => drop(expandable.insert(form.to_owned(), json!(""))),
            }
        }
        bodies.insert("_expandable".to_owned(), Value::Object(expandable));
        Ok(Value::Object(bodies))
    }

    fn text(&self, entry: Found<'_>, version: u32, name: &str) -> String {
        let mut text = String::new();
        let form = if name == "storage" { Form::Storage } else { Form::View };
        match entry {
            Found::Item(item) => item.write_body(&mut text, version, form),
            Found::Comment(comment) => comment.write_body(&mut text, version, form),
            Found::Attachment(_) | Found::Node(_) => {}
        }
        let text = with_keys(&text, "ri:account-id=\"", "ri:userkey=\"");
        let text = with_keys(&text, "data-account-id=\"", "data-userkey=\"");
        let site = if name == "view" { self.options.context.as_str() } else { self.base };
        text.replace("href=\"/wiki/", &format!("href=\"{site}/"))
    }
}

/// A text in which an attribute with an account id has become one with the key of the user.
fn with_keys(text: &str, from: &str, to: &str) -> String {
    let mut parts = text.split(from);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (account, rest) = part.split_once('"').unwrap_or((part, ""));
        out.push_str(&format!("{to}{}\"{rest}", key_of(account)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_ids_in_a_body_become_keys() {
        let text = with_keys("<ri:user ri:account-id=\"712020:x\" /> a", "ri:account-id=\"", "ri:userkey=\"");
        assert_eq!(text, format!("<ri:user ri:userkey=\"{}\" /> a", key_of("712020:x")));
        assert_eq!((key_of("a").len(), with_keys("plain", "x=\"", "y=\"")), (32, "plain".to_owned()));
    }
}
