//! Settings that say nothing beside the others: whoever wrote one expects something of it that does not happen.

use super::wrong::{About, Wrong};
use serde_json::Value;

/// What each kind of paging uses.
const USES: [(&str, &[&str]); 7] = [
    ("none", &[]),
    ("offset", &["param", "size", "until"]),
    ("page", &["param", "first", "size", "until"]),
    ("cursor", &["from", "to", "size", "until"]),
    ("next_url", &["from", "size", "until"]),
    ("link_header", &["size", "until"]),
    ("keyset", &["order", "params", "size", "until"]),
];

/// Refuses what a stream's settings say in vain.
pub fn refuse(said: &Value, about: &About<'_>) -> Result<(), Wrong> {
    let paginate = &said["paginate"];
    let kind = paginate["kind"].as_str().unwrap_or_default();
    let uses = USES.iter().find(|(known, _)| *known == kind).map_or(&[][..], |(_, uses)| uses);
    let given = paginate.as_object().into_iter().flatten().map(|(name, _)| name.as_str());
    if let Some(unused) = given.filter(|name| *name != "kind").find(|name| !uses.contains(name)) {
        let hint = match uses {
            [] => "remove `paginate`: there is one page".to_owned(),
            uses => format!("it uses {}", uses.join(", ")),
        };
        let what = format!("the paging \"{kind}\" does not use `{unused}`");
        return Err(about.wrong(&format!("paginate.{unused}"), what, hint));
    }
    let names_next = ["next_url", "link_header"].contains(&kind)
        || (kind == "cursor" && paginate["from"].as_str().is_some_and(|from| !from.starts_with("last:")));
    let until = paginate["until"].as_str().unwrap_or_default();
    if names_next && until.starts_with("total:") {
        let what = format!("the paging \"{kind}\" does not count: `until` cannot be \"{until}\"");
        let hint = format!("remove it, and give the stream total = \"{}\"", until.trim_start_matches("total:"));
        return Err(about.wrong("paginate.until", what, hint));
    }
    if said["parent"]["due"] == "followed" && !said["reread_every"].is_null() {
        let what = "`reread_every` has no effect if `due` is \"followed\": only a parent that changed is listed again";
        return Err(about.wrong("reread_every", what, "remove it, or write due = \"both\""));
    }
    Ok(())
}
