//! Settings that say nothing beside the others: whoever wrote one expects something of it that does not happen.

use super::paging::PagingKind;
use super::wrong::{About, Wrong};
use serde_json::Value;

/// The settings that a kind of paging uses.
fn uses(kind: PagingKind) -> &'static [&'static str] {
    match kind {
        PagingKind::None => &["ignore_more"],
        PagingKind::Offset => &["param", "size", "until"],
        PagingKind::Page => &["param", "first", "size", "until"],
        PagingKind::Cursor => &["from", "to", "size", "until"],
        PagingKind::NextUrl => &["from", "size", "until"],
        PagingKind::LinkHeader => &["size", "until"],
        PagingKind::Keyset => &["order", "params", "size", "until"],
    }
}

/// Refuses what a stream's settings say in vain.
pub fn refuse(said: &Value, about: &About<'_>) -> Result<(), Wrong> {
    let paginate = &said["paginate"];
    let kind = paginate["kind"].as_str().unwrap_or_default();
    let uses = PagingKind::of_word(kind).map_or(&[][..], uses);
    let given = paginate.as_object().into_iter().flatten().map(|(name, _)| name.as_str());
    if let Some(unused) = given.filter(|name| *name != "kind").find(|name| !uses.contains(name)) {
        let hint = format!("it uses {}", uses.join(", "));
        let what = format!("the paging \"{kind}\" does not use `{unused}`");
        return Err(about.wrong(&format!("paginate.{unused}"), what, hint));
    }
    let is_named = || paginate["from"].as_str().is_some_and(|from| !from.starts_with("last:"));
    let names_next = PagingKind::of_word(kind).is_some_and(|kind| match kind {
        PagingKind::NextUrl | PagingKind::LinkHeader => true,
        PagingKind::Cursor => is_named(),
        PagingKind::None | PagingKind::Offset | PagingKind::Page | PagingKind::Keyset => false,
    });
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
