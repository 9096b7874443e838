//! Objects whose records have a file each: what a record tells of it, and where it is asked for.

use super::address::data_url;
use super::objects::Object;
use super::soql::quoted_id;
use crate::FileMembers;
use catchment_base::error::{Error, Result};
use url::Url;

/// An object whose records have a file.
struct Filed {
    name: &'static str,
    /// The field with the file, which a row has the address of.
    content: &'static str,
    media_type: &'static str,
    size: &'static str,
    /// The field with the id of the record that it is attached to; nothing where it belongs to no other.
    container: Option<&'static str>,
}

/// Every such object.
const FILED: [Filed; 3] = [
    Filed {
        name: "Attachment",
        content: "Body",
        media_type: "ContentType",
        size: "BodyLength",
        container: Some("ParentId"),
    },
    Filed {
        name: "ContentVersion",
        content: "VersionData",
        media_type: "FileType",
        size: "ContentSize",
        container: None,
    },
    Filed { name: "Document", content: "Body", media_type: "ContentType", size: "BodyLength", container: None },
];

fn of(object: &Object) -> Option<&'static Filed> {
    FILED.iter().find(|filed| filed.name == object.name)
}

/// Whether the records of an object have files.
pub fn has_files(object: &Object) -> bool {
    of(object).is_some()
}

/// The fields that tell of the file of a record.
pub fn fields(object: &Object) -> Vec<&str> {
    let told = of(object).map(|filed| [Some(filed.media_type), Some(filed.size), filed.container]);
    told.into_iter().flatten().flatten().collect()
}

/// The members that tell of the file of a record, attached to records of these objects; `member` gives that of a field.
pub fn members(
    object: &'static Object,
    objects: &'static [Object],
    member: &dyn Fn(&str) -> &'static str,
) -> Option<FileMembers> {
    let filed = of(object)?;
    // What is attached to nothing is its own container: its file is stored where it is held.
    let within =
        |other: &&Object| if filed.container.is_some() { other.name != object.name } else { other.name == object.name };
    let within: Vec<&'static str> = objects.iter().filter(within).map(|other| other.stream.as_str()).collect();
    Some(FileMembers {
        media_type: member(filed.media_type),
        size: member(filed.size),
        container: member(filed.container.unwrap_or(super::objects::ID)),
        within: within.leak(),
    })
}

/// The address of the file of a record.
pub fn url(base: &Url, object: &Object, id: &str) -> Result<Url> {
    quoted_id(id)?;
    let filed = of(object).ok_or_else(|| Error::failed(format!("records of {} have no files", object.name)))?;
    data_url(base, &["sobjects", filed.name, id, filed.content])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_a_record_lies_below_it() {
        let base = Url::parse("https://example.my.salesforce.com/").unwrap();
        let of =
            |name: &str, id: &str| url(&base, &Object::new(name, "objects.0"), id).map(|url| url.path().to_owned());
        assert_eq!(of("Attachment", "00P1").unwrap(), "/services/data/v67.0/sobjects/Attachment/00P1/Body");
        assert_eq!(
            of("ContentVersion", "0681").unwrap(),
            "/services/data/v67.0/sobjects/ContentVersion/0681/VersionData"
        );
        assert!(of("Case", "5001").is_err() && of("Attachment", "a/b").is_err());
    }

    #[test]
    fn a_file_is_stored_with_what_it_is_attached_to_or_with_itself() {
        let objects: &'static [Object] = vec![
            Object::new("Case", "objects.0"),
            Object::new("Attachment", "objects.1"),
            Object::new("ContentVersion", "objects.2"),
        ]
        .leak();
        let of = |at: usize| members(&objects[at], objects, &|field| field.to_owned().leak());
        assert_eq!(of(0), None);
        let attachment = of(1).unwrap();
        assert_eq!((attachment.container, attachment.within), ("ParentId", &["case", "content_version"][..]));
        let version = of(2).unwrap();
        assert_eq!((version.container, version.within), ("Id", &["content_version"][..]));
        assert_eq!(fields(&objects[1]), ["ContentType", "BodyLength", "ParentId"]);
    }
}
