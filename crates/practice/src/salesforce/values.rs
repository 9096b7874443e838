//! What a field can hold, read from a text.

use super::maker::time;
use super::row::value;
use super::schema::Kind;
use chrono::{DateTime, NaiveDate};
use serde_json::{Value, json};

/// A moment that is written with any offset, in milliseconds since 1970.
pub(super) fn moment(text: &str) -> Option<i64> {
    let read = |form| DateTime::parse_from_str(text, form).ok();
    let moment = DateTime::parse_from_rfc3339(text).ok().or_else(|| read("%Y-%m-%dT%H:%M:%S%.f%z"));
    moment.map(|moment| moment.timestamp_millis())
}

/// The value that a text is in a field of a type; nothing for an empty one. None where it does not fit.
pub(super) fn read(kind: Kind, text: &str) -> Option<Value> {
    if text.is_empty() && kind != Kind::Boolean {
        return Some(Value::Null);
    }
    match kind {
        Kind::Boolean => text.parse::<bool>().ok().map(Value::Bool),
        Kind::Int => text.parse::<i64>().ok().map(|number| json!(number)),
        kind if kind.is_number() => text.parse::<f64>().ok().filter(|n| n.is_finite()).map(|number| json!(number)),
        Kind::Date => NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(|_| json!(text)),
        Kind::Datetime => moment(text).map(|at| json!(time(at))),
        Kind::Id | Kind::Base64 | Kind::Address => None,
        _ => Some(value(text)),
    }
}

/// What becomes of a value when its field gets another type; nothing where it does not fit.
pub(super) fn retyped(kind: Kind, before: &Value) -> Value {
    let text = match before {
        Value::Null => return Value::Null,
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    read(kind, &text).unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_as_their_types_say() {
        let of = |kind, text| read(kind, text);
        assert_eq!(of(Kind::Int, "12"), Some(json!(12)));
        assert_eq!(of(Kind::Currency, "12"), Some(json!(12.0)));
        assert_eq!(of(Kind::Boolean, "true"), Some(json!(true)));
        assert_eq!(of(Kind::Text, "true"), Some(json!("true")));
        assert_eq!(of(Kind::Date, "2026-02-03"), Some(json!("2026-02-03")));
        let at = json!("2026-02-03T03:05:06.000+0000");
        assert_eq!(of(Kind::Datetime, "2026-02-03T04:05:06+01:00"), Some(at.clone()));
        assert_eq!(of(Kind::Datetime, "2026-02-03T03:05:06.000+0000"), Some(at));
        assert_eq!(of(Kind::Text, ""), Some(Value::Null));
        for (kind, wrong) in [(Kind::Int, "1.5"), (Kind::Boolean, ""), (Kind::Date, "1.2.2026"), (Kind::Base64, "x")] {
            assert_eq!(of(kind, wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_value_that_no_longer_fits_is_lost() {
        assert_eq!(retyped(Kind::Text, &json!(12)), json!("12"));
        assert_eq!(retyped(Kind::Double, &json!("12")), json!(12.0));
        assert_eq!(retyped(Kind::Double, &json!("twelve")), Value::Null);
        assert_eq!(retyped(Kind::Double, &Value::Null), Value::Null);
    }
}
