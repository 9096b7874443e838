//! What a request asks with: the arguments of its query, or the members of its body, read as strictly as they are
//! declared.

use super::refusal;
use crate::reply::Reply;
use serde_json::{Value, json};
use url::form_urlencoded;

/// What the value of an argument is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Number,
    Flag,
    /// Texts; in a query with commas between them, or as an argument that is repeated.
    Texts,
    Numbers,
}

/// An argument that an operation declares.
pub(super) type Argument = (&'static str, Shape);

/// The arguments of a request.
#[derive(Debug)]
pub(super) struct Ask {
    given: Vec<(String, Value)>,
}

impl Ask {
    /// The arguments in a query.
    pub(super) fn of_query(query: &str, declared: &[Argument], path: &str) -> Result<Self, Reply> {
        let mut given: Vec<(String, Value)> = Vec::new();
        for (name, text) in form_urlencoded::parse(query.as_bytes()).into_owned() {
            let known = declared.iter().find(|(known, _)| *known == name);
            let (_, shape) = known.ok_or_else(|| refusal::undeclared(&name))?;
            let value = converted(*shape, &text).ok_or_else(|| refusal::unconverted(&name, &text, path))?;
            match (given.iter_mut().find(|(known, _)| *known == name), value) {
                (Some((_, Value::Array(before))), Value::Array(more)) => before.extend(more),
                (Some(_), _) => return Err(refusal::undeclared(&format!("{name} for a second time"))),
                (None, value) => given.push((name, value)),
            }
        }
        Ok(Self { given })
    }

    /// The members of a body.
    pub(super) fn of_body(sent: &[u8], declared: &[Argument]) -> Result<Self, Reply> {
        if sent.is_empty() {
            return Err(refusal::payload("No content to map to Object due to end of input"));
        }
        let told = "There was an error parsing JSON. Check that your request body is valid.";
        let body: Value = serde_json::from_slice(sent).map_err(|_| refusal::payload(told))?;
        let Value::Object(members) = body else { return Err(refusal::shape()) };
        for (name, value) in &members {
            let known = declared.iter().find(|(known, _)| known == name);
            let (_, shape) = known.ok_or_else(refusal::shape)?;
            if let Some(at) = value.as_array().and_then(|list| list.iter().position(Value::is_null)) {
                let body = json!({"message": format!("at index {at}"), "status-code": 500, "stack-trace": ""});
                return Err(Reply::json(500, body.to_string()));
            }
            if !fits(*shape, value) {
                return Err(refusal::shape());
            }
        }
        Ok(Self { given: members.into_iter().filter(|(_, value)| !value.is_null()).collect() })
    }

    fn value(&self, name: &str) -> Option<&Value> {
        self.given.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.value(name)?.as_str()
    }

    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.value(name)?.as_i64()
    }

    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        self.value(name)?.as_bool()
    }

    /// The texts of a list; none where it is not given.
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        let list = self.value(name).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
    }

    /// The numbers of a list; none where it is not given.
    pub(super) fn numbers(&self, name: &str) -> Vec<u64> {
        let list = self.value(name).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_u64).collect()
    }

    /// What is to be added to an answer: a list, or a text with commas. What is not served is refused.
    pub(super) fn expand(&self, served: &[&str]) -> Result<Vec<String>, Reply> {
        let in_text = self.text("expand").into_iter().flat_map(|text| text.split(',')).map(str::trim);
        let named = in_text.filter(|name| !name.is_empty()).map(str::to_owned).chain(self.texts("expand"));
        let named: Vec<String> = named.collect();
        match named.iter().find(|name| !served.contains(&name.as_str())) {
            Some(name) => Err(refusal::beyond(&format!("the expansion '{name}' here"))),
            None => Ok(named),
        }
    }

    /// The same arguments with one of them changed, as a query.
    pub(super) fn with(&self, name: &str, value: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (known, value) in self.given.iter().filter(|(known, _)| known != name) {
            let each = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            for value in each {
                query.append_pair(known, &value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            }
        }
        query.append_pair(name, value).finish()
    }
}

/// A text of a query as a value.
fn converted(shape: Shape, text: &str) -> Option<Value> {
    match shape {
        Shape::Text => Some(json!(text)),
        Shape::Number => text.parse::<i64>().ok().map(Value::from),
        Shape::Flag => text.parse::<bool>().ok().map(Value::from),
        Shape::Texts => Some(text.split(',').map(|one| Value::from(one.trim())).collect()),
        Shape::Numbers => {
            let numbers = text.split(',').map(|one| Some(Value::from(one.trim().parse::<u64>().ok()?)));
            numbers.collect::<Option<Vec<Value>>>().map(Value::Array)
        }
    }
}

/// Whether a value of a body has a shape.
fn fits(shape: Shape, value: &Value) -> bool {
    let each = |is: fn(&Value) -> bool| value.as_array().is_some_and(|list| list.iter().all(is));
    value.is_null()
        || match shape {
            Shape::Text => value.is_string(),
            Shape::Number => value.is_i64(),
            Shape::Flag => value.is_boolean(),
            Shape::Texts => each(Value::is_string),
            Shape::Numbers => each(Value::is_u64),
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DECLARED: [Argument; 4] =
        [("jql", Shape::Text), ("maxResults", Shape::Number), ("fields", Shape::Texts), ("ids", Shape::Numbers)];

    fn told(refused: Result<Ask, Reply>) -> (u16, String) {
        let reply = refused.err().unwrap();
        (reply.status, String::from_utf8(reply.body).unwrap())
    }

    #[test]
    fn a_query_is_read_as_declared() {
        let ask = Ask::of_query("jql=a%20b&fields=x,y&fields=z&maxResults=-3", &DECLARED, "/p").ok().unwrap();
        assert_eq!((ask.text("jql"), ask.number("maxResults")), (Some("a b"), Some(-3)));
        assert_eq!(ask.texts("fields"), ["x", "y", "z"]);
        assert_eq!(ask.with("maxResults", "9"), "jql=a+b&fields=x&fields=y&fields=z&maxResults=9");
        let (status, body) = told(Ask::of_query("maxResults=abc", &DECLARED, "/p"));
        assert!(status == 400 && body.contains("Failed to convert 'maxResults' with value: 'abc'"), "{body}");
        assert_eq!(told(Ask::of_query("startAt=0", &DECLARED, "/p")).0, 400);
        assert_eq!(told(Ask::of_query("jql=a&jql=b", &DECLARED, "/p")).0, 400);
    }

    #[test]
    fn a_body_is_read_as_declared() {
        let ask = Ask::of_body(br#"{"jql":"a","ids":[1,2],"fields":null}"#, &DECLARED).ok().unwrap();
        assert_eq!((ask.text("jql"), ask.numbers("ids"), ask.texts("fields")), (Some("a"), vec![1, 2], Vec::new()));
        for (sent, status, message) in [
            ("", 400, "No content to map to Object due to end of input"),
            ("{", 400, "There was an error parsing JSON."),
            (r#"{"startAt":0}"#, 400, "Invalid request payload."),
            (r#"{"maxResults":"9"}"#, 400, "Invalid request payload."),
            (r#"{"ids":["1"]}"#, 400, "Invalid request payload."),
            ("[]", 400, "Invalid request payload."),
            (r#"{"fields":["a",null]}"#, 500, "at index 1"),
        ] {
            let (given, body) = told(Ask::of_body(sent.as_bytes(), &DECLARED));
            assert!(given == status && body.contains(message) && !body.contains("\"errors\""), "{sent}: {body}");
        }
    }
}
