//! What an org's describe says of the objects that are read: their fields, and what is to be asked of each.
//!
//! It shows what the Run-As user may see: a field that is hidden from it is not there. A field that vanishes keeps its column; what is
//! asked for is only what was described last.

use super::address::data_url;
use super::files;
use super::objects::{CREATED, DELETED, ID, MASTER, Object, SECRET};
use super::soql::Times;
use super::told::Told;
use super::types::{self, Element};
use crate::config::{Own, suggestion};
use crate::dictionary::{Dictionary, Field};
use crate::refused::Flaw;
use crate::{Stream, flaw};
use catchment_base::error::{Error, Result, printable};
use catchment_base::response::path;
use catchment_io::http::{Answer, Ask};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use url::Url;

/// Bytes of the names of fields that one query asks for, as an address has them.
const LONGEST_FIELDS: usize = 8_000;
/// Bytes between two of them.
const BETWEEN: usize = 4;
/// The member of each row that says of which object it is.
const ATTRIBUTES: &str = "attributes";
/// The field with the currency of the amounts of a record, in orgs with several.
const CURRENCY: &str = "CurrencyIsoCode";

/// What is asked of an object, as it was described last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The fields, `Id` first.
    pub fields: Vec<String>,
    /// How queries write the values of each.
    pub forms: Vec<Form>,
    /// The field with the time of the last change; nothing where there is none.
    pub cursor: Option<String>,
    /// The field by which pieces of history go: the time of creation, or of the last change where there is none; nothing where there
    /// is neither.
    pub created: Option<String>,
    /// Whether the org says which of its records were deleted lately.
    pub is_replicated: bool,
}

/// How the answers to queries write the values of a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// A text.
    #[default]
    Text,
    /// True or false.
    Flag,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// A time with the offset `+0000`.
    Time,
}

impl Form {
    fn of(element: &Element) -> Self {
        match element.kind.as_str() {
            "boolean" => Self::Flag,
            "int" | "long" => Self::Whole,
            "double" | "percent" | "currency" => Self::Number,
            "datetime" => Self::Time,
            _ => Self::Text,
        }
    }
}

impl Asked {
    /// What is asked of an object that was not described.
    pub fn undescribed() -> Self {
        Self { fields: vec![ID.to_owned()], ..Self::default() }
    }

    /// One for these fields alone.
    #[cfg(test)]
    pub(super) fn of(fields: &[(&str, Form)]) -> Self {
        let (names, forms) = fields.iter().map(|(name, form)| ((*name).to_owned(), *form)).unzip();
        Self { fields: names, forms, ..Self::default() }
    }

    /// The fields, each with how its values are written.
    pub fn forms(&self) -> impl Iterator<Item = (String, Form)> {
        self.fields.iter().cloned().zip(self.forms.iter().copied().chain(std::iter::repeat(Form::Text)))
    }

    /// How the values of a field are written.
    pub fn form(&self, field: &str) -> Form {
        self.forms().find(|(name, _)| name == field).map_or(Form::Text, |(_, form)| form)
    }

    fn has(&self, field: &str) -> bool {
        self.fields.iter().any(|known| known == field)
    }

    /// Whether records say that they are in the recycle bin.
    pub fn has_bin(&self) -> bool {
        self.has(DELETED)
    }

    /// The condition of what is not in the recycle bin, where that is left out and there is one.
    pub fn there(&self, has_binned: bool) -> Option<String> {
        (self.has_bin() && !has_binned).then(|| format!("{DELETED} = false"))
    }

    /// What walks go by.
    pub fn times(&self) -> Times<'_> {
        Times { created: self.created.as_deref(), changed: self.cursor.as_deref() }
    }

    /// The fields that tell a record's id, its last change, and whether it is there.
    pub fn lean(&self) -> Vec<String> {
        let told = [Some(ID), self.cursor.as_deref(), Some(DELETED), Some(MASTER)];
        let told = told.into_iter().flatten().filter(|field| *field == ID || self.has(field));
        told.map(str::to_owned).collect()
    }

    /// The fields in groups of which each fits into an address, each with those that all groups have.
    pub fn groups(&self) -> Vec<Vec<String>> {
        let lean = self.lean();
        let mut groups = vec![lean.clone()];
        let mut bytes = 0;
        for field in self.fields.iter().filter(|field| !lean.contains(field)) {
            bytes += field.len() + BETWEEN;
            if bytes > LONGEST_FIELDS {
                groups.push(lean.clone());
                bytes = field.len() + BETWEEN;
            }
            groups.last_mut().into_iter().for_each(|group| group.push(field.clone()));
        }
        groups
    }
}

/// Describe of one org, as far as it is known.
pub struct Describe {
    base: Url,
    own: Own,
    objects: &'static [Object],
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    /// What was said of each object in this run, by its name; nothing where the org shows none of this name.
    said: BTreeMap<String, Option<Said>>,
    /// What is asked of each, by what was said now or in an earlier run.
    asked: BTreeMap<String, Asked>,
    /// Objects that are described otherwise by now.
    stale: BTreeSet<String>,
    /// The fields of each as they were known before.
    recalled: BTreeMap<String, Vec<Field>>,
}

/// What describe says of an object.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Said {
    name: String,
    queryable: bool,
    replicateable: bool,
    fields: Vec<Element>,
}

impl Describe {
    pub(super) fn new(base: &Url, own: &Own, objects: &'static [Object]) -> Self {
        Self { base: base.clone(), own: own.clone(), objects, known: Mutex::default() }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn object(&self, stream: &Stream) -> Option<&'static Object> {
        self.objects.iter().find(|object| object.stream == stream.name)
    }

    /// What describe tells beside fields, where a stream is of that.
    pub(super) fn told(&self, stream: &Stream) -> Option<Told> {
        Told::of(stream.name).filter(|_| self.object(stream).is_none())
    }

    /// What is asked of an object.
    pub(super) fn asked(&self, object: &Object) -> Result<Asked> {
        let asked = self.known().asked.get(&object.name).cloned();
        asked.ok_or_else(|| {
            Error::failed(format!("the fields of {} are not known", object.name))
                .hint("the org could not be asked for them: run again")
        })
    }

    /// The request for what the org says of an object.
    pub(super) fn question_of(&self, object: &Object) -> Result<Ask> {
        data_url(&self.base, &["sobjects", &object.name, "describe"]).map(Ask::get)
    }

    /// Has an object described again: what was said of it does not hold any more, and is known until something else is said.
    pub(super) fn forget(&self, object: &Object) {
        let mut known = self.known();
        known.said.remove(&object.name);
        known.stale.insert(object.name.clone());
    }

    /// Whether nothing is known of an object.
    pub(super) fn is_unknown(&self, object: &Object) -> bool {
        !self.known().asked.contains_key(&object.name)
    }

    /// Whether an object is to be described before it is asked for.
    pub(super) fn lacks(&self, object: &Object) -> bool {
        self.is_unknown(object) || self.known().stale.contains(&object.name)
    }

    /// Reads what the org says of the object of this name.
    pub(super) fn take(&self, name: &str, body: &[u8]) -> Result<(), Flaw> {
        let said: Said = serde_json::from_slice(body).map_err(|cause| Flaw::Ill(flaw(&cause, body.len())))?;
        if !said.name.eq_ignore_ascii_case(name) || said.fields.is_empty() {
            return Err(Flaw::Ill("the response does not describe the object".to_owned()));
        }
        let mut known = self.known();
        known.stale.remove(name);
        if let Some(object) = self.objects.iter().find(|object| object.name == name) {
            known.asked.insert(name.to_owned(), asked(object, &said));
        }
        known.said.insert(name.to_owned(), Some(said));
        Ok(())
    }

    /// Proves that the org has what settings name of an object, and that it is what they take it for.
    fn prove(&self, object: &Object, said: &Said, before: &[Field]) -> Result<()> {
        let setting = |name: &str| format!("{}.{name}", object.setting);
        if said.name != object.name {
            let what = format!("the org calls the object {} otherwise than {}", printable(&said.name), object.name);
            return Err(self.own.refuse(&setting("name"), what, "write its API name exactly"));
        }
        if !said.queryable {
            let what = format!("the object {} cannot be queried", object.name);
            return Err(self.own.refuse(&setting("name"), what, "remove it from `objects`"));
        }
        let fields = object.fields.iter().filter(|field| *field != "*").map(|field| ("fields", field.as_str()));
        let classes = object.classes.keys().map(|field| ("classes", field.as_str()));
        let cursor = object.cursor.as_deref().filter(|_| !object.is_timeless()).map(|field| ("cursor_field", field));
        for (name, field) in fields.chain(classes).chain(cursor) {
            let Some(element) = said.fields.iter().find(|element| element.name == field) else {
                if before.iter().any(|known| known.path == path::spelled(&[field])) {
                    continue;
                }
                let names: Vec<&String> = said.fields.iter().map(|element| &element.name).collect();
                let what = format!("the object {} has no field {}", object.name, printable(field));
                let why = "check its API name (that of a custom field ends in __c), and that the Run-As user may read it (permission set, \
                           field-level security)";
                let custom = names
                    .iter()
                    .find(|name| name.strip_suffix("__c").is_some_and(|name| name.eq_ignore_ascii_case(field)));
                let like = custom
                    .map_or_else(|| suggestion(field, names.iter()), |custom| format!("did you mean \"{custom}\"? "));
                return Err(self.own.refuse(&setting(name), what, format!("{like}{why}")));
            };
            if let Some((what, hint)) = element.unread().filter(|_| name == "fields") {
                return Err(self.own.refuse(&setting(name), format!("`{field}` of {} is {what}", object.name), hint));
            }
            if name == "cursor_field" && !element.is_time() {
                let what = format!("`{field}` of {} is {}, which is no time", object.name, printable(&element.kind));
                return Err(self.own.refuse(&setting(name), what, "name a date-time field with the last change"));
            }
        }
        if !object.is_timeless() && asked(object, said).cursor.is_none() {
            let what = format!("the object {} does not say when its records were changed", object.name);
            let hint = "list it as a whole each time: cursor_field = \"none\"";
            return Err(self.own.refuse(&setting("cursor_field"), what, hint));
        }
        Ok(())
    }
}

/// What is asked of an object that is described so.
fn asked(object: &Object, said: &Said) -> Asked {
    let parts = types::has_parts(&said.fields);
    let is_wanted = |element: &&Element| {
        let is_named = object.fields.contains(&element.name);
        let is_usual = object.asks_for_all() || (object.fields.is_empty() && !element.custom);
        let is_of_file = files::fields(object).contains(&element.name.as_str());
        let is_always = is_of_file
            || object.always().any(|always| always == element.name) && !is_cursor_beside(object, said, &element.name);
        let is_secret = object.class(&element.name).unwrap_or(element.class(parts)) == SECRET;
        element.is_read() && (is_always || ((is_named || is_usual) && !is_secret))
    };
    let mut wanted: Vec<&Element> = said.fields.iter().filter(is_wanted).collect();
    // An amount says nothing without its currency.
    let currency = said.fields.iter().find(|element| element.name == CURRENCY);
    let has_amounts = wanted.iter().any(|element| element.kind == "currency");
    wanted.extend(currency.filter(|currency| has_amounts && !wanted.contains(currency)));
    let has = |field: &str| said.fields.iter().any(|element| element.name == field);
    // The id comes first.
    wanted.sort_by_key(|element| element.name != ID);
    let cursor = object.cursors().into_iter().find(|cursor| has(cursor)).map(str::to_owned);
    Asked {
        fields: wanted.iter().map(|element| element.name.clone()).collect(),
        forms: wanted.iter().map(|element| Form::of(element)).collect(),
        created: Some(object.dated().to_owned()).filter(|created| has(created)).or_else(|| cursor.clone()),
        cursor,
        is_replicated: said.replicateable,
    }
}

/// Whether a field is a time of change behind the one that the object goes by, which is only asked for where settings say so.
fn is_cursor_beside(object: &Object, said: &Said, field: &str) -> bool {
    let has = |field: &str| said.fields.iter().any(|element| element.name == field);
    let cursor = object.cursors().into_iter().find(|cursor| has(cursor));
    object.cursors().contains(&field) && cursor != Some(field) && field != CREATED
}

impl Dictionary for Describe {
    fn question(&self) -> Result<Option<Ask>> {
        let known = self.known();
        let next = self.objects.iter().find(|object| !known.said.contains_key(&object.name));
        next.map(|object| self.question_of(object)).transpose()
    }

    fn read(&self, ask: &Ask, answer: &Answer) -> Result<(), Flaw> {
        let name = described(ask).unwrap_or_default();
        self.take(&name, &answer.body)
    }

    fn refused(&self, ask: &Ask) {
        if let Some(name) = described(ask) {
            self.known().said.insert(name, None);
        }
    }

    fn fields(&self, stream: &Stream) -> Result<Vec<Field>> {
        if let Some(told) = self.told(stream) {
            return Ok(told.fields());
        }
        let Some(object) = self.object(stream) else { return Ok(Vec::new()) };
        let known = self.known();
        let said = match (known.said.get(&object.name), known.recalled.get(&object.name)) {
            (Some(Some(said)), _) => said,
            // What it was stays; its own queries say that it is not shown any more.
            (_, Some(fields)) if !fields.is_empty() => return Ok(fields.clone()),
            (Some(None), _) => return Err(self.unseen(object)),
            (None, _) => return Ok(Vec::new()),
        };
        // What was there before and is not any more keeps its column.
        let before = known.recalled.get(&object.name).map(Vec::as_slice).unwrap_or_default();
        self.prove(object, said, before)?;
        Ok(fields_of(object, said))
    }

    fn is_described(&self, stream: &Stream) -> bool {
        let is_said = |object: &Object| matches!(self.known().said.get(&object.name), Some(Some(_)));
        self.told(stream).is_some() || self.object(stream).is_some_and(is_said)
    }

    fn noted(&self, stream: &Stream) -> String {
        let asked = self.object(stream).and_then(|object| self.known().asked.get(&object.name).cloned());
        json!(asked.unwrap_or_default()).to_string()
    }

    fn recall(&self, stream: &Stream, fields: Vec<Field>, noted: &str) {
        let Some(object) = self.object(stream) else { return };
        let mut known = self.known();
        if let Some(asked) = serde_json::from_str(noted).ok().filter(|asked: &Asked| !asked.fields.is_empty()) {
            known.asked.entry(object.name.clone()).or_insert(asked);
        }
        known.recalled.insert(object.name.clone(), fields);
    }
}

impl Describe {
    /// What is told of an object that the org does not show.
    pub(super) fn unseen(&self, object: &Object) -> Error {
        let what = format!("the org shows no object {} to the Run-As user", printable(&object.name));
        let hint = "check its API name (that of a custom object ends in __c), and give the user the right to read the object \
                    (permission set, object settings)";
        self.own.refuse(&object.setting, what, hint)
    }
}

/// The object that a question is about.
pub(super) fn described(ask: &Ask) -> Option<String> {
    let mut parts = ask.url.path_segments()?.rev();
    (parts.next()? == "describe").then(|| parts.next().map(str::to_owned))?
}

/// The columns of an object that is described so.
fn fields_of(object: &Object, said: &Said) -> Vec<Field> {
    let (asked, parts) = (asked(object, said), types::has_parts(&said.fields));
    let of = |name: &String| said.fields.iter().find(|element| element.name == *name);
    let class = |element: &Element| match element.name.as_str() {
        ID if object.is_people() => "person".to_owned(),
        name => object.class(name).unwrap_or(element.class(parts)).to_owned(),
    };
    let field = |element: &Element| Field {
        path: path::spelled(&[&element.name]),
        class: class(element),
        column: None,
        label: element.label.clone(),
    };
    let (path, class) = (path::spelled(&[ATTRIBUTES]), SECRET.to_owned());
    let attributes = Field { path, class, column: None, label: String::new() };
    asked.fields.iter().filter_map(of).map(field).chain([attributes]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said() -> Said {
        let field = |name: &str, kind: &str, custom: bool| json!({"name": name, "type": kind, "custom": custom});
        let fields = [
            field("Id", "id", false),
            field("IsDeleted", "boolean", false),
            field("MasterRecordId", "reference", false),
            field("Subject", "string", false),
            field("Status", "picklist", false),
            field("Level__c", "picklist", true),
            field("Site", "address", false),
            field("CreatedDate", "datetime", false),
            field("LastModifiedDate", "datetime", false),
            field("SystemModstamp", "datetime", false),
        ];
        serde_json::from_value(json!({"name": "Case", "queryable": true, "replicateable": true, "fields": fields}))
            .unwrap()
    }

    fn object(fields: &[&str]) -> Object {
        Object { fields: fields.iter().map(|field| (*field).to_owned()).collect(), ..Object::new("Case", "objects.0") }
    }

    #[test]
    fn standard_fields_are_asked_for_or_those_of_the_settings_and_always_what_walks_go_by() {
        let of = |fields: &[&str]| asked(&object(fields), &said()).fields.join(" ");
        let standard = "Id IsDeleted MasterRecordId Subject Status CreatedDate LastModifiedDate SystemModstamp";
        assert_eq!(of(&[]), standard);
        assert_eq!(of(&["Level__c"]), "Id IsDeleted MasterRecordId Level__c CreatedDate SystemModstamp");
        assert!(of(&["*"]).contains("Level__c") && !of(&["*"]).contains("Site"));
        let asked = asked(&object(&[]), &said());
        assert_eq!(asked.lean(), ["Id", "SystemModstamp", "IsDeleted", "MasterRecordId"]);
        assert!(asked.has_bin());
        let mut paid = said();
        paid.fields.extend([("Amount", "currency"), (CURRENCY, "picklist")].map(|(name, kind)| Element {
            name: name.to_owned(),
            kind: kind.to_owned(),
            ..Element::default()
        }));
        assert!(super::asked(&object(&["Amount"]), &paid).has(CURRENCY));
        assert!(!super::asked(&object(&["Subject"]), &paid).has(CURRENCY));
        let secret = Object { classes: BTreeMap::from([("Subject".to_owned(), SECRET.to_owned())]), ..object(&[]) };
        assert!(!super::asked(&secret, &said()).has("Subject"), "what is never kept is not asked for");
    }

    #[test]
    fn fields_that_do_not_fit_into_an_address_are_asked_for_in_groups() {
        let fields: Vec<(String, Form)> =
            (0..400).map(|number| (format!("A_Field_With_A_Name_{number:03}__c"), Form::Text)).collect();
        let fields: Vec<(&str, Form)> = fields.iter().map(|(name, form)| (name.as_str(), *form)).collect();
        let asked = Asked {
            cursor: Some("SystemModstamp".to_owned()),
            ..Asked::of(&[&[("Id", Form::Text), ("SystemModstamp", Form::Time)], &fields[..]].concat())
        };
        let groups = asked.groups();
        assert_eq!(groups.len(), 2);
        assert!(groups.iter().all(|group| group.starts_with(&["Id".to_owned(), "SystemModstamp".to_owned()])));
        assert_eq!(groups.iter().map(|group| group.len() - 2).sum::<usize>(), 400);
        assert_eq!(Asked::of(&fields[..5]).groups().len(), 1);
    }

    #[test]
    fn an_object_goes_by_the_first_time_of_change_that_it_has() {
        let without = |names: &[&str]| {
            let mut said = said();
            said.fields.retain(|element| !names.contains(&element.name.as_str()));
            asked(&object(&["Subject"]), &said)
        };
        assert_eq!(without(&[]).cursor.as_deref(), Some("SystemModstamp"));
        let legacy = without(&["SystemModstamp"]);
        assert_eq!((legacy.cursor.as_deref(), legacy.has("LastModifiedDate")), (Some("LastModifiedDate"), true));
        assert_eq!(without(&["SystemModstamp", "LastModifiedDate", "CreatedDate"]).cursor, None);
    }
}
