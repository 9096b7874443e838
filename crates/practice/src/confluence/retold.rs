//! Answers that tell something else of an object than the site holds: a member left out, another word, a draft beside it.

use serde_json::{Value, json};

/// What is told otherwise of one object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Retelling {
    /// The object's id, as answers hold it.
    pub(super) id: String,
    pub(super) tale: Tale,
}

/// How an object is told otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tale {
    /// Listings leave this member out.
    Lacks(String),
    /// Every answer leaves this member out.
    Never(String),
    /// Every answer holds this text as that member.
    Says(String, String),
    /// Answers by ids tell of its first version.
    Stale,
    /// Every answer that holds it holds a draft with its id as well, later in time.
    DraftBeside,
    /// Listings of a space leave it out; those of the whole site show it.
    Missed,
}

/// How an answer was asked for.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    /// By ids, not by a listing.
    pub(super) by_id: bool,
    /// As the listing of one space.
    pub(super) in_space: bool,
}

/// The answer as it is told; nothing where it is no JSON.
pub(super) fn retold(body: &[u8], retellings: &[Retelling], asked: Asked) -> Option<Vec<u8>> {
    let mut answer: Value = serde_json::from_slice(body).ok()?;
    for Retelling { id, tale } in retellings {
        let is_it = answer["id"] == id.as_str();
        match answer.get_mut("results").and_then(Value::as_array_mut) {
            Some(objects) => retell_all(objects, id, tale, asked),
            None if is_it => retell(&mut answer, tale, asked),
            None => {}
        }
    }
    serde_json::to_vec(&answer).ok()
}

fn retell_all(objects: &mut Vec<Value>, id: &str, tale: &Tale, asked: Asked) {
    if *tale == Tale::Missed && asked.in_space {
        objects.retain(|object| object["id"] != *id);
    }
    let drafts = objects.iter().filter(|object| *tale == Tale::DraftBeside && object["id"] == *id).map(draft_of);
    let drafts: Vec<Value> = drafts.collect();
    // Rows of a search wrap what they are about.
    let about = objects.iter_mut().map(|row| if row["content"]["id"] == *id { &mut row["content"] } else { row });
    about.filter(|object| object["id"] == *id).for_each(|object| retell(object, tale, asked));
    objects.extend(drafts);
}

fn draft_of(object: &Value) -> Value {
    let mut draft = object.clone();
    draft["status"] = json!("draft");
    draft["title"] = json!("not yet published");
    draft["version"]["createdAt"] = json!("2031-01-01T00:00:00.000Z");
    draft
}

fn retell(object: &mut Value, tale: &Tale, asked: Asked) {
    match tale {
        Tale::Lacks(member) if !asked.by_id => leave_out(object, member),
        Tale::Never(member) => leave_out(object, member),
        Tale::Says(member, word) => {
            if let Some(told) = object.pointer_mut(&pointer(member)) {
                *told = json!(word);
            }
        }
        Tale::Stale if asked.by_id => {
            object["version"]["number"] = json!(1);
            object["version"]["createdAt"] = json!("2004-01-01T00:00:00.000Z");
        }
        Tale::Lacks(_) | Tale::Stale | Tale::DraftBeside | Tale::Missed => {}
    }
}

/// Removes a member; `version.number` is one within another.
fn leave_out(object: &mut Value, member: &str) {
    let (parent, name) = member.rsplit_once('.').unwrap_or(("", member));
    let parent = if parent.is_empty() { Some(object) } else { object.pointer_mut(&pointer(parent)) };
    if let Some(fields) = parent.and_then(Value::as_object_mut) {
        fields.remove(name);
    }
}

fn pointer(member: &str) -> String {
    format!("/{}", member.replace('.', "/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTED: Asked = Asked { by_id: false, in_space: true };

    fn told(tale: Tale, asked: Asked) -> Value {
        let body = br#"{"results":[{"id":"1","status":"current","version":{"number":2,"createdAt":"x"}},{"id":"2"}]}"#;
        let retold = retold(body, &[Retelling { id: "1".to_owned(), tale }], asked).unwrap();
        serde_json::from_slice::<Value>(&retold).unwrap()["results"].take()
    }

    #[test]
    fn a_member_is_left_out_of_listings_or_of_every_answer() {
        let by_id = Asked { by_id: true, in_space: false };
        let number = || "version.number".to_owned();
        assert_eq!(told(Tale::Lacks(number()), LISTED)[0]["version"], json!({"createdAt": "x"}));
        assert_eq!(told(Tale::Lacks(number()), by_id)[0]["version"]["number"], 2);
        assert_eq!(told(Tale::Never("version".to_owned()), by_id)[0], json!({"id": "1", "status": "current"}));
    }

    #[test]
    fn another_word_a_draft_beside_and_an_object_that_a_space_leaves_out_are_told() {
        assert_eq!(told(Tale::Says("status".to_owned(), "dreamt".to_owned()), LISTED)[0]["status"], "dreamt");
        let beside = told(Tale::DraftBeside, LISTED);
        assert_eq!([&beside[0]["status"], &beside[2]["status"], &beside[2]["id"]], ["current", "draft", "1"]);
        assert_eq!(told(Tale::Missed, LISTED), json!([{"id": "2"}]));
        assert_eq!(told(Tale::Missed, Asked { by_id: false, in_space: false }).as_array().unwrap().len(), 2);
        assert_eq!(told(Tale::Stale, LISTED)[0]["version"]["number"], 2);
        assert_eq!(told(Tale::Stale, Asked { by_id: true, in_space: false })[0]["version"]["number"], 1);
    }
}
