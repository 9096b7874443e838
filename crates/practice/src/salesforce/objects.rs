//! The objects of the practice org.

use super::schema::{Field, Kind, Object};

const STATUSES: &[&str] = &["New", "Working", "Escalated", "Closed"];
const PRIORITIES: &[&str] = &["High", "Medium", "Low"];
const STAGES: &[&str] = &["Prospecting", "Negotiation", "Closed Won", "Closed Lost"];
const CURRENCIES: &[&str] = &["EUR", "USD", "CHF"];
const TAGS: &[&str] = &["late", "disputed", "paper", "abroad"];

/// What the fields of the system are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum System {
    /// All, with the mark of deleted rows.
    Whole,
    /// All, but rows are never deleted.
    Lasting,
    /// All but `SystemModstamp`.
    Unstamped,
    /// When and by whom a row was made, and the mark of deleted rows.
    Made,
    /// The number alone.
    Bare,
}

fn to(name: &'static str, refers_to: &'static [&'static str]) -> Field {
    Field { refers_to, ..Field::of(name, Kind::Reference) }
}

fn one_of(name: &'static str, choices: &'static [&'static str]) -> Field {
    Field { choices, ..Field::of(name, Kind::Picklist) }
}

fn text(name: &'static str) -> Field {
    Field::of(name, Kind::Text)
}

fn system(system: System) -> Vec<Field> {
    let mut fields = vec![Field::of("Id", Kind::Id)];
    let mut add = |is_there: bool, field: Field| fields.extend(is_there.then(|| field.filled()));
    let has_bin = matches!(system, System::Whole | System::Unstamped | System::Made);
    let (is_made, is_changed) = (system != System::Bare, !matches!(system, System::Bare | System::Made));
    add(has_bin, Field::of("IsDeleted", Kind::Boolean));
    add(is_made, Field::of("CreatedDate", Kind::Datetime));
    add(is_made, to("CreatedById", &["User"]));
    add(is_changed, Field::of("LastModifiedDate", Kind::Datetime));
    add(is_changed, to("LastModifiedById", &["User"]));
    add(is_changed && system != System::Unstamped, Field::of("SystemModstamp", Kind::Datetime));
    fields
}

/// An object of a name and a prefix, with the fields of the system before its own.
fn object((name, prefix): (&'static str, &'static str), of_system: System, own: Vec<Field>) -> Object {
    let is_open = of_system != System::Bare;
    let fields = system(of_system).into_iter().chain(own).collect();
    Object { name, prefix, is_replicateable: is_open, is_bulk: is_open, fields }
}

/// The parts of a person's name.
fn person() -> [Field; 3] {
    let part = |name| text(name).long(80).part_of("Name");
    [text("Name").naming().filled(), part("FirstName").long(40), part("LastName").filled()]
}

fn owner() -> Field {
    to("OwnerId", &["Group", "User"]).filled()
}

/// Every object.
pub(super) fn objects() -> Vec<Object> {
    let mut all = customers();
    all.extend(work());
    all.extend(people());
    all.extend(own());
    all.extend(files());
    all
}

fn customers() -> Vec<Object> {
    let part = |name, kind| Field::of(name, kind).part_of("BillingAddress");
    let account = vec![
        text("Name").naming().filled(),
        to("MasterRecordId", &["Account"]),
        Field::of("BillingAddress", Kind::Address),
        part("BillingStreet", Kind::Textarea).long(255),
        part("BillingCity", Kind::Text).long(40),
        part("BillingPostalCode", Kind::Text).long(20),
        part("BillingCountry", Kind::Text).long(80),
        Field::of("Phone", Kind::Phone),
        Field::of("Website", Kind::Url),
        Field::of("AnnualRevenue", Kind::Currency),
        Field { precision: 8, ..Field::of("NumberOfEmployees", Kind::Int) },
        to("ParentId", &["Account"]),
        to("OwnerId", &["User"]).filled(),
    ];
    let contact = person().into_iter().chain([
        to("MasterRecordId", &["Contact"]),
        Field::of("Email", Kind::Email),
        Field::of("Phone", Kind::Phone),
        to("AccountId", &["Account"]),
        Field::of("Birthdate", Kind::Date),
        to("OwnerId", &["User"]).filled(),
    ]);
    let lead = person().into_iter().chain([
        to("MasterRecordId", &["Lead"]),
        text("Company").filled(),
        Field::of("Email", Kind::Email),
        one_of("Status", &["Open", "Working", "Qualified"]).filled(),
        Field::of("IsConverted", Kind::Boolean),
        owner(),
    ]);
    let opportunity = vec![
        text("Name").long(120).naming().filled(),
        to("AccountId", &["Account"]),
        one_of("StageName", STAGES).filled(),
        Field::of("Amount", Kind::Currency),
        Field::of("Probability", Kind::Percent),
        Field::of("ExpectedRevenue", Kind::Currency).formula(),
        Field::of("CloseDate", Kind::Date).filled(),
        Field::of("IsWon", Kind::Boolean),
        to("OwnerId", &["User"]).filled(),
    ];
    vec![
        object(("Account", "001"), System::Whole, account),
        object(("Contact", "003"), System::Whole, contact.collect()),
        object(("Lead", "00Q"), System::Whole, lead.collect()),
        object(("Opportunity", "006"), System::Whole, opportunity),
    ]
}

fn work() -> Vec<Object> {
    let case = vec![
        text("CaseNumber").long(30).naming().filled(),
        text("Subject"),
        Field::of("Description", Kind::Textarea),
        one_of("Status", STATUSES),
        one_of("Priority", PRIORITIES),
        Field::of("IsClosed", Kind::Boolean),
        Field::of("ClosedDate", Kind::Datetime),
        to("AccountId", &["Account"]),
        to("ContactId", &["Contact"]),
        owner(),
        to("MasterRecordId", &["Case"]),
        to("RecordTypeId", &["RecordType"]),
        one_of("CurrencyIsoCode", CURRENCIES),
    ];
    let task = vec![
        text("Subject").naming(),
        Field::of("Description", Kind::Textarea),
        one_of("Status", &["Open", "Completed"]).filled(),
        Field::of("ActivityDate", Kind::Date),
        to("WhoId", &["Contact", "Lead"]),
        to("WhatId", &["Account", "Case", "Opportunity"]),
        Field::of("IsArchived", Kind::Boolean),
        owner(),
    ];
    let history = vec![
        to("CaseId", &["Case"]).filled(),
        one_of("Field", &["Status"]).filled(),
        text("OldValue"),
        text("NewValue"),
    ];
    vec![
        object(("Case", "500"), System::Whole, case),
        object(("Task", "00T"), System::Whole, task),
        object(("CaseHistory", "017"), System::Made, history),
    ]
}

fn people() -> Vec<Object> {
    let user = person().into_iter().chain([
        text("Username").long(80).filled(),
        Field::of("Email", Kind::Email).filled(),
        Field::of("IsActive", Kind::Boolean),
        one_of("TimeZoneSidKey", &["Europe/Berlin", "UTC"]).filled(),
        to("ProfileId", &["Profile"]).filled(),
    ]);
    let group =
        vec![text("Name").long(40).naming().filled(), text("DeveloperName"), one_of("Type", &["Queue"]).filled()];
    let record_type = vec![
        text("Name").long(80).naming().filled(),
        text("DeveloperName").filled(),
        one_of("SobjectType", &["Case"]).filled(),
        Field::of("IsActive", Kind::Boolean),
    ];
    let login = vec![
        to("UserId", &["User"]),
        Field::of("LoginTime", Kind::Datetime).filled(),
        text("SourceIp").long(39),
        text("Status").long(128),
    ];
    vec![
        object(("User", "005"), System::Lasting, user.collect()),
        object(("Group", "00G"), System::Lasting, group),
        object(("RecordType", "012"), System::Lasting, record_type),
        Object { is_bulk: true, ..object(("LoginHistory", "0Ya"), System::Bare, login) },
    ]
}

fn own() -> Vec<Object> {
    let invoice = vec![
        text("Name").long(80).naming().filled(),
        Field::of("Amount__c", Kind::Currency),
        Field::of("Due__c", Kind::Date),
        Field::of("Paid__c", Kind::Boolean),
        Field { choices: TAGS, ..Field::of("Tags__c", Kind::Multipicklist) },
        Field::of("Notes__c", Kind::Textarea),
        Field::of("Secret__c", Kind::Encrypted),
        to("Account__c", &["Account"]),
        Field::of("Sent__c", Kind::Time),
        Field { scale: 4, ..Field::of("Score__c", Kind::Double) },
        Field { precision: 9, ..Field::of("Count__c", Kind::Int) },
        to("OwnerId", &["Group", "User"]).filled(),
    ];
    let legacy = vec![text("Name").long(80).naming().filled(), Field::of("Code__c", Kind::Text)];
    let region =
        vec![text("ExternalId").filled(), Field::of("Title__c", Kind::Text), Field::of("Population__c", Kind::Double)];
    vec![
        object(("Invoice__c", "a00"), System::Whole, invoice),
        object(("Legacy__c", "a01"), System::Unstamped, legacy),
        object(("Survey__c", "a02"), System::Whole, super::survey::fields()),
        object(("Region__x", "x00"), System::Bare, region),
    ]
}

fn files() -> Vec<Object> {
    let size = |name| Field { precision: 9, ..Field::of(name, Kind::Int) }.filled();
    let attachment = vec![
        text("Name").naming().filled(),
        text("ContentType").long(120),
        size("BodyLength"),
        Field::of("Body", Kind::Base64).filled(),
        to("ParentId", &["Account", "Case", "Contact"]).filled(),
        to("OwnerId", &["User"]).filled(),
    ];
    let version = vec![
        text("Title").naming().filled(),
        text("FileExtension").long(40),
        size("ContentSize"),
        Field::of("VersionData", Kind::Base64),
        to("ContentDocumentId", &["ContentDocument"]).filled(),
        Field::of("IsLatest", Kind::Boolean),
        to("OwnerId", &["User"]).filled(),
    ];
    vec![
        object(("Attachment", "00P"), System::Whole, attachment),
        object(("ContentVersion", "068"), System::Whole, version),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn objects_and_their_fields_have_names_of_their_own() {
        let all = objects();
        let prefixes: BTreeSet<&str> = all.iter().map(|object| object.prefix).collect();
        assert_eq!((all.len(), prefixes.len()), (17, 17));
        for object in &all {
            let names: BTreeSet<String> = object.fields.iter().map(|field| field.name.to_lowercase()).collect();
            assert_eq!(names.len(), object.fields.len(), "{}", object.name);
            let parts = object.fields.iter().filter(|field| !field.compound.is_empty());
            assert!(parts.map(|field| field.compound).all(|whole| object.has(whole)), "{}", object.name);
        }
    }

    #[test]
    fn fields_of_the_system_are_missing_where_they_are_said_to_be() {
        let all = objects();
        let lacks = |name: &str| {
            let object = all.iter().find(|object| object.name == name).unwrap();
            let fields = ["IsDeleted", "CreatedDate", "LastModifiedDate", "SystemModstamp"];
            fields.into_iter().filter(|field| !object.has(field)).collect::<Vec<_>>()
        };
        assert_eq!(lacks("Case"), Vec::<&str>::new());
        assert_eq!(lacks("User"), ["IsDeleted"]);
        assert_eq!(lacks("CaseHistory"), ["LastModifiedDate", "SystemModstamp"]);
        assert_eq!(lacks("Legacy__c"), ["SystemModstamp"]);
        for bare in ["LoginHistory", "Region__x"] {
            assert_eq!(lacks(bare).len(), 4);
        }
        let can = |name: &str| all.iter().find(|object| object.name == name).map(|o| (o.is_replicateable, o.is_bulk));
        let told = [(true, true), (false, true), (false, false)].map(Some);
        assert_eq!(["Case", "LoginHistory", "Region__x"].map(can), told);
    }
}
