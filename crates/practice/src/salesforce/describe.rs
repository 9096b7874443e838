//! Descriptions of objects.

use super::rights::Rights;
use super::schema::{Field, Kind, Object, label};
use super::store::Store;
use serde_json::{Value, json};

/// What the list of objects says of one of them, and its description as well.
fn summary(version: &str, object: &Object) -> Value {
    let base = format!("/services/data/{version}/sobjects/{}", object.name);
    json!({
        "name": object.name,
        "label": object.label(),
        "labelPlural": format!("{}s", object.label()),
        "keyPrefix": object.prefix,
        "custom": object.is_custom(),
        "customSetting": false,
        "queryable": true,
        "retrieveable": true,
        "replicateable": object.is_replicateable,
        "searchable": object.is_replicateable,
        "createable": object.is_replicateable,
        "updateable": object.is_replicateable,
        "deletable": object.has("IsDeleted"),
        "undeletable": object.has("IsDeleted"),
        "mergeable": object.has("MasterRecordId"),
        "layoutable": true,
        "triggerable": object.is_replicateable,
        "feedEnabled": false,
        "hasSubtypes": false,
        "isInterface": false,
        "isSubtype": false,
        "deprecatedAndHidden": false,
        "urls": {
            "sobject": base,
            "describe": format!("{base}/describe"),
            "rowTemplate": format!("{base}/{{ID}}"),
        },
    })
}

/// Every object that the account sees.
pub(super) fn objects(version: &str, store: &Store, rights: &Rights) -> Value {
    let seen = store.schema.objects().filter(|object| rights.shows_object(object.name));
    let objects: Vec<Value> = seen.map(|object| summary(version, object)).collect();
    json!({"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": objects})
}

/// The description of an object, with the fields that the account sees.
pub(super) fn object(version: &str, store: &Store, rights: &Rights, object: &Object) -> Value {
    let seen = object.fields.iter().filter(|field| rights.shows_field(object.name, &field.name));
    let mut described = summary(version, object);
    described["fields"] = seen.map(field).collect();
    described["childRelationships"] = json!([]);
    described["recordTypeInfos"] = record_types(store, object);
    described
}

fn field(field: &Field) -> Value {
    let choice =
        |value: &&str| json!({"active": true, "defaultValue": false, "label": value, "validFor": null, "value": value});
    let none_or = |text: String| if text.is_empty() { Value::Null } else { json!(text) };
    json!({
        "name": field.name,
        "label": label(&field.name),
        "type": field.kind.name(),
        "soapType": field.kind.xml(),
        "length": field.length,
        "byteLength": field.length * 3,
        "digits": if field.kind == Kind::Int { field.precision } else { 0 },
        "precision": if field.kind == Kind::Int { 0 } else { field.precision },
        "scale": field.scale,
        "nillable": field.is_nillable,
        "custom": field.is_custom(),
        "calculated": field.is_calculated,
        "calculatedFormula": null,
        "compoundFieldName": none_or(field.compound.to_owned()),
        "referenceTo": field.refers_to,
        "relationshipName": none_or(field.relationship()),
        "polymorphicForeignKey": field.refers_to.len() > 1,
        "picklistValues": field.choices.iter().map(choice).collect::<Vec<_>>(),
        "restrictedPicklist": false,
        "encrypted": field.kind == Kind::Encrypted,
        "filterable": field.is_filterable(),
        "sortable": field.is_sortable(),
        "groupable": field.is_sortable(),
        "aggregatable": field.is_filterable(),
        "nameField": field.is_name,
        "idLookup": field.kind == Kind::Id,
        "externalId": false,
        "unique": false,
        "caseSensitive": false,
        "htmlFormatted": false,
        "autoNumber": false,
        "createable": !field.is_calculated,
        "updateable": !field.is_calculated && field.kind != Kind::Id,
        "permissionable": field.is_nillable,
        "deprecatedAndHidden": false,
        "defaultValue": null,
        "inlineHelpText": null,
    })
}

fn record_types(store: &Store, object: &Object) -> Value {
    let own = store.rows("RecordType").filter(|row| row.text("SobjectType") == object.name);
    let told = |(id, name, is_master): (&str, &str, bool)| {
        json!({
            "active": true, "available": true, "defaultRecordTypeMapping": is_master, "developerName": name,
            "master": is_master, "name": name, "recordTypeId": id,
        })
    };
    let own = own.map(|row| (row.text("Id"), row.text("Name"), false));
    own.chain([("012000000000000AAA", "Master", true)]).map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::super::happen::begun;
    use super::*;

    #[test]
    fn an_object_is_described_as_it_is_seen() {
        let (store, mut rights) = begun();
        let case = store.schema.object("Case").unwrap();
        let names = |described: &Value| -> Vec<String> {
            let fields = described["fields"].as_array().unwrap().iter();
            fields.map(|field| field["name"].as_str().unwrap().to_owned()).collect()
        };
        let whole = object("v67.0", &store, &rights, case);
        rights.grant_field("Case", "Subject", false);
        let less = object("v67.0", &store, &rights, case);
        assert_eq!(names(&whole).len(), names(&less).len() + 1);
        assert!(names(&whole).contains(&"Subject".to_owned()) && !names(&less).contains(&"Subject".to_owned()));
        assert_eq!(whole["recordTypeInfos"].as_array().unwrap().len(), 4);
        assert_eq!((&whole["keyPrefix"], &whole["mergeable"]), (&json!("500"), &json!(true)));
        let owner = whole["fields"].as_array().unwrap().iter().find(|field| field["name"] == "OwnerId").unwrap();
        assert_eq!((&owner["referenceTo"], &owner["relationshipName"]), (&json!(["Group", "User"]), &json!("Owner")));
        assert_eq!((&owner["compoundFieldName"], &owner["nillable"]), (&Value::Null, &json!(false)));
    }

    #[test]
    fn the_list_leaves_out_what_is_hidden() {
        let (store, mut rights) = begun();
        let count = |rights: &Rights| objects("v67.0", &store, rights)["sobjects"].as_array().unwrap().len();
        assert_eq!(count(&rights), 17);
        rights.grant_object("Lead", false);
        assert_eq!(count(&rights), 16);
    }
}
