//! How the REST API writes rows.

use super::row::Row;
use super::schema::{Field, Kind, Object};
use serde_json::{Value, json};

/// The newest version whose addresses a truth is told in.
pub(super) const USUAL_VERSION: &str = "v67.0";

/// Where a row is, in a version of the API.
pub(super) fn address(version: &str, object: &Object, row: &Row) -> String {
    format!("/services/data/{version}/sobjects/{}/{}", object.name, row.id)
}

/// The value of a field of a row: for a file the address of it, for an address its parts.
pub(super) fn value(version: &str, object: &Object, field: &Field, row: &Row) -> Value {
    match field.kind {
        Kind::Base64 => json!(format!("{}/{}", address(version, object, row), field.name)),
        Kind::Address => {
            let part = |name: &str| row.get(&format!("{}{name}", field.name.trim_end_matches("Address"))).clone();
            json!({
                "city": part("City"), "country": part("Country"), "geocodeAccuracy": null, "latitude": null,
                "longitude": null, "postalCode": part("PostalCode"), "state": null, "street": part("Street"),
            })
        }
        _ => row.get(&field.name).clone(),
    }
}

/// A row with some of its fields, in their order, after what it is.
pub(super) fn row<'f>(
    version: &str,
    object: &Object,
    fields: impl IntoIterator<Item = &'f Field>,
    row: &Row,
) -> String {
    let what = json!({"type": object.name, "url": address(version, object, row)});
    let mut written = format!("{{\"attributes\":{what}");
    for field in fields {
        written.push_str(&format!(",{}:{}", json!(field.name), value(version, object, field, row)));
    }
    written.push('}');
    written
}

#[cfg(test)]
mod tests {
    use super::super::happen::begun;
    use super::*;

    #[test]
    fn a_row_says_first_what_it_is() {
        let (store, _) = begun();
        let (object, first) = (store.schema.object("Account").unwrap(), store.rows("Account").next().unwrap());
        let fields = ["Name", "Id", "BillingAddress"].map(|name| object.field(name).unwrap());
        let written = row("v61.0", object, fields, first);
        let begin = format!(
            "{{\"attributes\":{{\"type\":\"Account\",\"url\":\"/services/data/v61.0/sobjects/Account/{}\"}},\"Name\":",
            first.id
        );
        assert!(written.starts_with(&begin), "{written}");
        let read: Value = serde_json::from_str(&written).unwrap();
        assert_eq!(read["BillingAddress"]["city"], *first.get("BillingCity"));
        assert_eq!(read["BillingAddress"]["street"], *first.get("BillingStreet"));
    }

    #[test]
    fn a_file_is_told_by_its_address() {
        let (store, _) = begun();
        let (object, first) = (store.schema.object("Attachment").unwrap(), store.rows("Attachment").next().unwrap());
        let body = value("v67.0", object, object.field("Body").unwrap(), first);
        assert_eq!(body, json!(format!("/services/data/v67.0/sobjects/Attachment/{}/Body", first.id)));
    }
}
