//! Files of attachments: what a row of `sys_attachment` tells of one, and where it is asked for.

use super::query::prove_id;
use super::tables::Table;
use crate::FileMembers;
use catchment_base::error::Result;
use catchment_io::http::below;
use url::Url;

/// The table whose rows have files.
pub const TABLE: &str = "sys_attachment";

/// The members that tell of the file of an attachment to a record of one of these tables; `member` gives that of a field.
pub fn members(tables: &'static [Table], member: &dyn Fn(&str) -> &'static str) -> FileMembers {
    let within: Vec<&'static str> =
        tables.iter().filter(|table| table.dataset.is_none()).map(|table| table.stream.as_str()).collect();
    FileMembers {
        media_type: member("content_type"),
        size: member("size_bytes"),
        container: member("table_sys_id"),
        within: within.leak(),
    }
}

/// The address of the file of an attachment.
pub fn url(base: &Url, id: &str) -> Result<Url> {
    prove_id(id)?;
    below(base, ["api", "now", "attachment", id, "file"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_an_attachment_lies_below_the_instance() {
        let base = Url::parse("https://example.service-now.com/").unwrap();
        let id = "9c573169c611228700193229fff72400";
        let file = url(&base, id).unwrap();
        assert_eq!(file.as_str(), format!("https://example.service-now.com/api/now/attachment/{id}/file"));
        for id in ["", "a/b", "a?x=1"] {
            assert!(url(&base, id).is_err(), "{id}");
        }
    }
}
