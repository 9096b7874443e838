//! Datasets whose rows the describe of an org tells: the values of picklists, and record types.
//!
//! Each is a listing with one request for each object that is read, whose answer lands as rows of a query do.

use super::describe::described;
use super::objects::{ID, Object};
use super::page::RECORDS;
use crate::dictionary::Field;
use crate::flaw;
use catchment_base::response::{json_text, path};
use catchment_io::http::Ask;
use serde::Deserialize;
use serde_json::{Value, json};

/// A dataset of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// The values that picklists offer.
    Picklists,
    /// The record types of objects.
    RecordTypes,
}

/// What describe says of an object.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Said {
    fields: Vec<Listed>,
    #[serde(default)]
    record_type_infos: Vec<RecordType>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    name: String,
    #[serde(default)]
    picklist_values: Vec<Choice>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Choice {
    value: String,
    label: Option<String>,
    active: bool,
    default_value: bool,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct RecordType {
    record_type_id: String,
    name: String,
    developer_name: Option<String>,
    active: bool,
    available: bool,
    /// Whether it stands for records without one: every object has it, with the same id.
    master: bool,
    default_record_type_mapping: bool,
}

impl Told {
    /// All of them, but those whose datasets have the name of that of an object.
    pub fn beside(objects: &[Object]) -> impl Iterator<Item = Self> {
        let is_free = |told: &Self| objects.iter().all(|object| object.stream != told.stream());
        [Self::Picklists, Self::RecordTypes].into_iter().filter(is_free)
    }

    /// The one with this stream.
    pub fn of(stream: &str) -> Option<Self> {
        [Self::Picklists, Self::RecordTypes].into_iter().find(|told| told.stream() == stream)
    }

    /// Its stream and dataset.
    pub fn stream(self) -> &'static str {
        match self {
            Self::Picklists => "picklist_value",
            Self::RecordTypes => "record_type",
        }
    }

    /// Its columns, each with what it holds.
    fn columns(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Picklists => &[
                (ID, "key"),
                ("ObjectName", "plain"),
                ("FieldName", "plain"),
                ("Value", "plain"),
                ("Label", "plain"),
                ("Position", "integer"),
                ("IsActive", "flag"),
                ("IsDefault", "flag"),
            ],
            Self::RecordTypes => &[
                (ID, "key"),
                ("ObjectName", "plain"),
                ("Name", "plain"),
                ("DeveloperName", "plain"),
                ("IsActive", "flag"),
                ("IsAvailable", "flag"),
                ("IsDefault", "flag"),
            ],
        }
    }

    /// What is known of its fields.
    pub fn fields(self) -> Vec<Field> {
        let field = |&(name, class): &(&str, &str)| Field {
            path: path::spelled(&[name]),
            class: class.to_owned(),
            column: None,
            label: String::new(),
        };
        self.columns().iter().map(field).collect()
    }

    /// The rows that the answer to a request for a description tells, in the form of the answer to a query.
    pub fn rows(self, ask: &Ask, body: &[u8]) -> Result<Vec<u8>, String> {
        let said: Said = serde_json::from_slice(json_text(body)).map_err(|cause| flaw(&cause, body.len()))?;
        let object = described(ask).ok_or("the response is not that to a question for fields")?;
        let rows: Vec<Value> = match self {
            Self::Picklists => said.fields.iter().flat_map(|field| field.rows(&object)).collect(),
            Self::RecordTypes => {
                let own = said.record_type_infos.iter().filter(|told| !told.master);
                own.map(|told| told.row(&object)).collect()
            }
        };
        Ok(json!({"totalSize": rows.len(), "done": true, (RECORDS): rows}).to_string().into_bytes())
    }
}

impl Listed {
    fn rows(&self, object: &str) -> impl Iterator<Item = Value> {
        let row = move |(at, choice): (usize, &Choice)| {
            json!({
                (ID): format!("{object}.{}.{}", self.name, choice.value),
                "ObjectName": object,
                "FieldName": self.name,
                "Value": choice.value,
                "Label": choice.label,
                "Position": at,
                "IsActive": choice.active,
                "IsDefault": choice.default_value,
            })
        };
        self.picklist_values.iter().enumerate().map(row)
    }
}

impl RecordType {
    fn row(&self, object: &str) -> Value {
        json!({
            (ID): self.record_type_id,
            "ObjectName": object,
            "Name": self.name,
            "DeveloperName": self.developer_name,
            "IsActive": self.active,
            "IsAvailable": self.available,
            "IsDefault": self.default_record_type_mapping,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use url::Url;

    #[test]
    fn what_describe_tells_becomes_rows() {
        let url = "https://example.my.salesforce.com/services/data/v67.0/sobjects/Case/describe";
        let ask = Ask::get(Url::parse(url).unwrap());
        let choice = |value: &str, is_default: bool| json!({"value": value, "label": null, "active": true, "defaultValue": is_default});
        let record_type = |id: &str, is_master: bool| {
            json!({"recordTypeId": id, "name": "Support", "developerName": "Support_Case",
            "active": true, "available": false, "master": is_master, "defaultRecordTypeMapping": true})
        };
        let body = json!({
            "name": "Case",
            "fields": [
                {"name": "Id", "picklistValues": []},
                {"name": "Status", "picklistValues": [choice("New", true), choice("Closed", false)]},
            ],
            "recordTypeInfos": [record_type("012A", false), record_type("012000000000000AAA", true)],
        });
        let rows = |told: Told| {
            let page = told.rows(&ask, body.to_string().as_bytes()).unwrap();
            serde_json::from_slice::<Value>(&page).unwrap()[RECORDS].as_array().unwrap().clone()
        };
        let closed = json!({"Id": "Case.Status.Closed", "ObjectName": "Case", "FieldName": "Status", "Value": "Closed", "Label": null,
            "Position": 1, "IsActive": true, "IsDefault": false});
        assert_eq!(rows(Told::Picklists)[1..], [closed]);
        let support = json!({"Id": "012A", "ObjectName": "Case", "Name": "Support", "DeveloperName": "Support_Case", "IsActive": true,
            "IsAvailable": false, "IsDefault": true});
        assert_eq!(rows(Told::RecordTypes), [support], "the one of records without any is none");
        assert!(Told::Picklists.rows(&ask, b"{}").is_err());
    }

    #[test]
    fn an_object_of_the_same_name_takes_the_place() {
        let objects = ["Case", "RecordType"].map(|name| Object::new(name, "objects.0"));
        assert_eq!(Told::beside(&objects).collect::<Vec<_>>(), [Told::Picklists]);
        assert_eq!(Told::beside(&objects[..1]).count(), 2);
        assert_eq!((Told::of("record_type"), Told::of("case")), (Some(Told::RecordTypes), None));
    }
}
