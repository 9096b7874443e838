//! How changes of fields happen: they come, get other types, are hidden, are calculated anew.

use super::happen::unknown;
use super::rights::Rights;
use super::schema::{Field, Kind};
use super::store::Store;
use super::values;
use catchment_base::error::{Error, Result};
use serde_json::{Value, json};

/// The name of a field as it is described.
fn named(store: &Store, (object, field): (&str, &str)) -> Result<(&'static str, Field)> {
    let object = store.schema.object(object).filter(|known| known.name == object);
    let object = object.ok_or_else(|| unknown("object of the field", field))?;
    let field = object.field(field).filter(|known| known.name == field).ok_or_else(|| unknown("field", field))?;
    Ok((object.name, field.clone()))
}

fn kind_of(name: &str) -> Result<Kind> {
    Kind::named(name).ok_or_else(|| unknown("type", name))
}

/// Hides a field from the account, or shows it again.
pub(super) fn grant_field(
    store: &Store,
    rights: &mut Rights,
    (object, field): (&str, String),
    is_shown: bool,
) -> Result<String> {
    let (object, _) = named(store, (object, &field))?;
    rights.grant_field(object, &field, is_shown);
    Ok(field)
}

/// Gives an object a field.
pub(super) fn add(store: &mut Store, object: &str, field: String, kind: &str) -> Result<String> {
    let kind = kind_of(kind)?;
    let object = store.schema.object_to_change(object).ok_or_else(|| unknown("object", object))?;
    if object.field(&field).is_some() || !field.ends_with("__c") {
        return Err(Error::usage(format!("{field} cannot be a new field of {}", object.name))
            .hint("its name ends with __c, and the object has none of that name"));
    }
    object.fields.push(Field { is_nillable: true, ..Field::of(field.clone(), kind) });
    Ok(field)
}

/// Gives a field another type.
pub(super) fn retype(store: &mut Store, (object, field): (&str, String), kind: &str) -> Result<String> {
    let ((object, before), kind) = (named(store, (object, &field))?, kind_of(kind)?);
    if before.kind == Kind::Id || matches!(kind, Kind::Id | Kind::Address | Kind::Base64) {
        return Err(Error::usage(format!("{field} of {object} cannot become {}", kind.name())));
    }
    let after = Field { is_name: before.is_name, ..Field::of(field.clone(), kind) };
    let known = store.schema.object_to_change(object).into_iter().flat_map(|object| &mut object.fields);
    known.filter(|known| known.name == field).for_each(|known| *known = after.clone());
    for row in store.rows_to_change(object) {
        let value = values::retyped(kind, row.get(&field));
        row.set(field.clone(), value);
    }
    Ok(field)
}

/// Gives every row another value of a calculated field.
pub(super) fn recalculate(store: &mut Store, (object, field): (&str, String)) -> Result<String> {
    let (object, known) = named(store, (object, &field))?;
    if !known.is_calculated || !known.kind.is_number() {
        return Err(Error::usage(format!("{field} of {object} is not calculated")));
    }
    for row in store.rows_to_change(object) {
        let value = row.get(&field).as_f64().map_or(Value::Null, |number| json!(number + 1.0));
        row.set(field.clone(), value);
    }
    Ok(field)
}

#[cfg(test)]
mod tests {
    use super::super::happen::begun;
    use super::*;

    #[test]
    fn a_field_comes_and_gets_another_type() {
        let (mut store, _) = begun();
        for (name, kind, is_good) in [
            ("Region__c", "string", true),
            ("region__c", "string", false),
            ("Region", "string", false),
            ("Other__c", "complex", false),
        ] {
            assert_eq!(add(&mut store, "Case", name.to_owned(), kind).is_ok(), is_good, "{name}");
        }
        let before: Vec<Value> = store.rows("Invoice__c").map(|row| row.get("Count__c").clone()).collect();
        let retyped = |store: &mut Store, kind: &str| retype(store, ("Invoice__c", "Count__c".to_owned()), kind);
        retyped(&mut store, "string").unwrap();
        let field = store.schema.object("Invoice__c").unwrap().field("Count__c").unwrap();
        assert_eq!((field.kind, field.length), (Kind::Text, 255));
        assert!(store.rows("Invoice__c").all(|row| row.get("Count__c").is_string()));
        retyped(&mut store, "int").unwrap();
        assert_eq!(store.rows("Invoice__c").map(|row| row.get("Count__c").clone()).collect::<Vec<_>>(), before);
        assert!(retyped(&mut store, "address").is_err());
        assert!(retype(&mut store, ("Case", "Id".into()), "string").is_err());
    }

    #[test]
    fn a_formula_is_calculated_and_nothing_else_moves() {
        let (mut store, _) = begun();
        let of = |store: &Store, field: &str| -> Vec<Value> {
            store.rows("Opportunity").map(|row| row.get(field).clone()).collect()
        };
        let (values, stamps) = (of(&store, "ExpectedRevenue"), of(&store, "SystemModstamp"));
        recalculate(&mut store, ("Opportunity", "ExpectedRevenue".to_owned())).unwrap();
        let after = of(&store, "ExpectedRevenue");
        assert!(values.iter().zip(&after).all(|(one, other)| one != other) && of(&store, "SystemModstamp") == stamps);
        assert!(recalculate(&mut store, ("Opportunity", "Amount".to_owned())).is_err());
    }

    #[test]
    fn a_field_is_hidden_by_its_name() {
        let (store, mut rights) = begun();
        grant_field(&store, &mut rights, ("Case", "Subject".to_owned()), false).unwrap();
        assert!(!rights.shows_field("Case", "Subject"));
        assert!(grant_field(&store, &mut rights, ("Case", "subject".to_owned()), false).is_err());
        assert!(grant_field(&store, &mut rights, ("Nothing", "Subject".to_owned()), false).is_err());
    }
}
