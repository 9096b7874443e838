//! What objects an org has, and which fields each of them.

use std::borrow::Cow;

/// The type of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Id,
    Reference,
    Text,
    Picklist,
    Multipicklist,
    Textarea,
    Phone,
    Email,
    Url,
    Encrypted,
    Boolean,
    Int,
    Double,
    Percent,
    Currency,
    Date,
    Datetime,
    Time,
    Base64,
    Address,
}

/// Every type with its name in the description of an object, and that in XML.
#[rustfmt::skip]
const KINDS: [(Kind, &str, &str); 20] = [
    (Kind::Id, "id", "tns:ID"),
    (Kind::Reference, "reference", "tns:ID"),
    (Kind::Text, "string", "xsd:string"),
    (Kind::Picklist, "picklist", "xsd:string"),
    (Kind::Multipicklist, "multipicklist", "xsd:string"),
    (Kind::Textarea, "textarea", "xsd:string"),
    (Kind::Phone, "phone", "xsd:string"),
    (Kind::Email, "email", "xsd:string"),
    (Kind::Url, "url", "xsd:string"),
    (Kind::Encrypted, "encryptedstring", "xsd:string"),
    (Kind::Boolean, "boolean", "xsd:boolean"),
    (Kind::Int, "int", "xsd:int"),
    (Kind::Double, "double", "xsd:double"),
    (Kind::Percent, "percent", "xsd:double"),
    (Kind::Currency, "currency", "xsd:double"),
    (Kind::Date, "date", "xsd:date"),
    (Kind::Datetime, "datetime", "xsd:dateTime"),
    (Kind::Time, "time", "xsd:time"),
    (Kind::Base64, "base64", "xsd:base64Binary"),
    (Kind::Address, "address", "urn:address"),
];

impl Kind {
    /// The type of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        KINDS.iter().find(|(_, known, _)| *known == name).map(|(kind, ..)| *kind)
    }

    fn names(self) -> (&'static str, &'static str) {
        KINDS.iter().find(|(kind, ..)| *kind == self).map_or(("", ""), |(_, name, xml)| (name, xml))
    }

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        self.names().0
    }

    /// Its name in XML.
    pub(super) fn xml(self) -> &'static str {
        self.names().1
    }

    /// Whether its values are numbers.
    pub(super) fn is_number(self) -> bool {
        matches!(self, Kind::Int | Kind::Double | Kind::Percent | Kind::Currency)
    }

    /// Whether its values are texts that nothing else is written as.
    pub(super) fn is_text(self) -> bool {
        !self.is_number()
            && !matches!(self, Kind::Boolean | Kind::Date | Kind::Datetime | Kind::Time | Kind::Base64 | Kind::Address)
    }
}

/// The longest text that can be filtered and sorted by.
const LONG: u32 = 255;

/// A field of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: Cow<'static, str>,
    pub(super) kind: Kind,
    pub(super) length: u32,
    pub(super) precision: u32,
    pub(super) scale: u32,
    pub(super) is_nillable: bool,
    pub(super) is_calculated: bool,
    pub(super) is_name: bool,
    /// The field that this one is a part of; empty where it is none.
    pub(super) compound: &'static str,
    /// The objects that it refers to.
    pub(super) refers_to: &'static [&'static str],
    pub(super) choices: &'static [&'static str],
}

impl Field {
    /// A field of a type.
    pub(super) fn of(name: impl Into<Cow<'static, str>>, kind: Kind) -> Self {
        let (precision, scale) = match kind {
            Kind::Double | Kind::Currency => (18, 2),
            Kind::Percent => (3, 0),
            _ => (0, 0),
        };
        let length = match kind {
            Kind::Id | Kind::Reference => 18,
            Kind::Phone => 40,
            Kind::Email => 80,
            Kind::Textarea => 32_000,
            Kind::Encrypted => 175,
            Kind::Multipicklist => 4_099,
            _ if kind.is_text() => LONG,
            _ => 0,
        };
        let (compound, refers_to, choices) = ("", [].as_slice(), [].as_slice());
        let is_nillable = !matches!(kind, Kind::Id | Kind::Boolean);
        let (is_calculated, is_name, name) = (false, false, name.into());
        Self { name, kind, length, precision, scale, is_nillable, is_calculated, is_name, compound, refers_to, choices }
    }

    /// The same field, never empty.
    pub(super) fn filled(self) -> Self {
        Self { is_nillable: false, ..self }
    }

    /// The same field with a length.
    pub(super) fn long(self, length: u32) -> Self {
        Self { length, ..self }
    }

    /// The same field as that which names a row.
    pub(super) fn naming(self) -> Self {
        Self { is_name: true, ..self }
    }

    /// The same field as a part of another.
    pub(super) fn part_of(self, compound: &'static str) -> Self {
        Self { compound, ..self }
    }

    /// The same field as a formula.
    pub(super) fn formula(self) -> Self {
        Self { is_calculated: true, ..self }
    }

    /// Whether the customer made it.
    pub(super) fn is_custom(&self) -> bool {
        self.name.ends_with("__c")
    }

    /// Whether a query may filter by it.
    pub(super) fn is_filterable(&self) -> bool {
        let is_long = self.kind == Kind::Textarea && self.length > LONG;
        !is_long && !matches!(self.kind, Kind::Encrypted | Kind::Base64 | Kind::Address)
    }

    /// Whether a query may sort by it.
    pub(super) fn is_sortable(&self) -> bool {
        self.is_filterable() && self.kind != Kind::Multipicklist
    }

    /// The name under which a query would follow it to another object; empty where it leads nowhere.
    pub(super) fn relationship(&self) -> String {
        match self.refers_to {
            [] => String::new(),
            _ => match self.name.strip_suffix("__c") {
                Some(own) => format!("{own}__r"),
                None => self.name.strip_suffix("Id").unwrap_or(&self.name).to_owned(),
            },
        }
    }
}

/// An object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Object {
    pub(super) name: &'static str,
    /// What the numbers of its rows begin with.
    pub(super) prefix: &'static str,
    /// Whether there are lists of its deleted and updated rows.
    pub(super) is_replicateable: bool,
    /// Whether the bulk API reads it.
    pub(super) is_bulk: bool,
    pub(super) fields: Vec<Field>,
}

impl Object {
    /// A field, whatever the case of its name.
    pub(super) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name.eq_ignore_ascii_case(name))
    }

    /// Whether it has a field of exactly this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field.name == name)
    }

    /// Whether the customer made it.
    pub(super) fn is_custom(&self) -> bool {
        self.name.ends_with("__c") || self.name.ends_with("__x")
    }

    /// Its name for people.
    pub(super) fn label(&self) -> String {
        label(self.name)
    }
}

/// A name for people, from the name of a field or an object.
pub(super) fn label(name: &str) -> String {
    let own = name.trim_end_matches("__c").trim_end_matches("__x");
    let own = if own.len() > 2 { own.strip_suffix("Id").unwrap_or(own) } else { own };
    let mut words = String::new();
    let mut before = 'A';
    for letter in own.chars() {
        if letter.is_ascii_uppercase() && before.is_ascii_lowercase() {
            words.push(' ');
        }
        words.push(letter);
        before = letter;
    }
    words
}

/// The objects of an org.
pub(super) struct Schema {
    objects: Vec<Object>,
}

impl Schema {
    /// The schema of these objects.
    pub(super) fn new(objects: Vec<Object>) -> Self {
        Self { objects }
    }

    /// Every object.
    pub(super) fn objects(&self) -> impl Iterator<Item = &Object> {
        self.objects.iter()
    }

    /// An object, whatever the case of its name.
    pub(super) fn object(&self, name: &str) -> Option<&Object> {
        self.objects.iter().find(|object| object.name.eq_ignore_ascii_case(name))
    }

    /// An object whose fields change.
    pub(super) fn object_to_change(&mut self, name: &str) -> Option<&mut Object> {
        self.objects.iter_mut().find(|object| object.name == name)
    }

    /// The object whose rows have numbers that begin so.
    pub(super) fn by_prefix(&self, prefix: &str) -> Option<&Object> {
        self.objects.iter().find(|object| object.prefix == prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_has_its_name() {
        assert!(KINDS.iter().all(|(kind, name, _)| Kind::named(name) == Some(*kind) && kind.name() == *name));
        assert_eq!((Kind::named("complexvalue"), Kind::Boolean.xml()), (None, "xsd:boolean"));
        assert!(Kind::Percent.is_number() && Kind::Reference.is_text() && !Kind::Date.is_text());
    }

    #[test]
    fn what_is_long_or_encrypted_is_not_filtered_by() {
        let of = |kind| Field::of("X__c", kind);
        assert!(!of(Kind::Textarea).is_filterable() && of(Kind::Textarea).long(255).is_filterable());
        assert!(!of(Kind::Encrypted).is_filterable() && !of(Kind::Base64).is_sortable());
        assert!(of(Kind::Multipicklist).is_filterable() && !of(Kind::Multipicklist).is_sortable());
        assert!(of(Kind::Text).is_custom() && !Field::of("Name", Kind::Text).is_custom());
    }

    #[test]
    fn names_are_spelt_out() {
        assert_eq!([label("BillingCity"), label("Id"), label("Paid__c")], ["Billing City", "Id", "Paid"]);
        assert_eq!([label("OwnerId"), label("Region__x")], ["Owner", "Region"]);
        let led = |name: &'static str| Field { refers_to: &["Account"], ..Field::of(name, Kind::Reference) };
        assert_eq!([led("AccountId"), led("Account__c")].map(|field| field.relationship()), ["Account", "Account__r"]);
        assert_eq!(Field::of("Name", Kind::Text).relationship(), "");
    }
}
