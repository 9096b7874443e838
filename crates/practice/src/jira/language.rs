//! Errors in the language of the account.

use super::search::{BAD_TOKEN, OUT_OF_RANGE, UNBOUNDED};
use crate::reply::Reply;
use serde_json::{Value, json};

/// Sentences, or how they begin, and what stands for them in German.
const GERMAN: [(&str, &str); 6] = [
    (UNBOUNDED, "Unbegrenzte JQL-Abfragen sind hier nicht zulässig. Fügen Sie eine Einschränkung hinzu."),
    (OUT_OF_RANGE, "Der Parameter für die maximale Anzahl muss zwischen 1 und 5.000 liegen."),
    (BAD_TOKEN, "Das Token der nächsten Seite ist ungültig oder abgelaufen."),
    ("Issue does not exist", "Der Vorgang existiert nicht, oder Sie dürfen ihn nicht anzeigen."),
    ("The value '", "Dieser Wert ist für das Feld nicht vorhanden."),
    ("Field '", "Dieses Feld existiert nicht, oder Sie dürfen es nicht anzeigen."),
];

/// An error with its sentences in German, as far as they are known; other answers as they are.
pub(super) fn localised(mut reply: Reply) -> Reply {
    if reply.status < 400 {
        return reply;
    }
    let Ok(mut body) = serde_json::from_slice::<Value>(&reply.body) else { return reply };
    for message in body.get_mut("errorMessages").and_then(Value::as_array_mut).into_iter().flatten() {
        let text = message.as_str().unwrap_or_default();
        if let Some((_, german)) = GERMAN.iter().find(|(english, _)| text.starts_with(english)) {
            *message = json!(german);
        }
    }
    reply.body = body.to_string().into_bytes();
    reply
}

#[cfg(test)]
mod tests {
    use super::super::refusal;
    use super::*;

    #[test]
    fn known_errors_are_told_in_german() {
        let body = |reply: Reply| String::from_utf8(localised(reply).body).unwrap();
        assert!(body(refusal::told(400, UNBOUNDED)).contains("Unbegrenzte"));
        assert!(body(refusal::no_issue()).contains("Der Vorgang"));
        assert!(body(refusal::told(400, "Something else")).contains("Something else"));
        assert!(body(refusal::told(200, UNBOUNDED)).contains("Unbounded"));
    }
}
