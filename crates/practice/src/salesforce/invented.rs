//! The rows that an org begins with: which objects have how many, and what each row holds.

use super::cases;
use super::crm;
use super::maker::{Maker, QUEUES};
use super::row::Row;
use super::staff;
use super::stuff;
use super::survey;

/// An object's rows: how many there are at first, and what the one of an ordinal holds beside the fields of the system.
struct Rows {
    object: &'static str,
    count: fn(&Maker) -> usize,
    row: fn(&Maker, usize, Row) -> Row,
}

#[rustfmt::skip]
const ROWS: &[Rows] = &[
    Rows { object: "User", count: Maker::users, row: staff::user },
    Rows { object: "Group", count: |_| QUEUES, row: staff::queue },
    Rows { object: "RecordType", count: |_| staff::RECORD_TYPES.len(), row: staff::record_type },
    Rows { object: "LoginHistory", count: |maker| 2 + maker.records / 4, row: staff::login },
    Rows { object: "Account", count: Maker::accounts, row: crm::account },
    Rows { object: "Contact", count: Maker::contacts, row: crm::contact },
    Rows { object: "Lead", count: |maker| crm::leads(maker), row: crm::lead },
    Rows { object: "Opportunity", count: |maker| crm::opportunities(maker), row: crm::opportunity },
    Rows { object: "Case", count: |maker| maker.records, row: cases::case },
    Rows { object: "Task", count: |maker| maker.records / 2, row: cases::task },
    Rows { object: "CaseHistory", count: |maker| maker.records / 2, row: cases::history },
    Rows { object: "Invoice__c", count: |maker| 3 + maker.records / 4, row: stuff::invoice },
    Rows { object: "Legacy__c", count: |maker| 3 + maker.records / 10, row: stuff::legacy },
    Rows { object: "Survey__c", count: |maker| maker.records, row: survey::row },
    Rows { object: "Region__x", count: |_| 4, row: stuff::region },
    Rows { object: "Attachment", count: |maker| maker.records.div_ceil(10), row: stuff::attachment },
    Rows { object: "ContentVersion", count: |maker| maker.records.div_ceil(20), row: stuff::version },
];

/// The invented row of an ordinal, fields of the system among them; nothing where there is no such object.
pub(super) fn row(maker: &Maker, object: &str, ordinal: usize) -> Option<Row> {
    let rows = ROWS.iter().find(|rows| rows.object == object)?;
    Some((rows.row)(maker, ordinal, maker.system(object, ordinal)))
}

/// How many rows of an object there are at first.
pub(super) fn count(maker: &Maker, object: &str) -> usize {
    ROWS.iter().find(|rows| rows.object == object).map_or(0, |rows| (rows.count)(maker))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::salesforce::objects::objects;

    #[test]
    fn every_object_has_rows() {
        let maker = Maker { seed: 1, opening: 0, records: 20 };
        assert!(objects().iter().all(|object| row(&maker, object.name, 0).is_some() && count(&maker, object.name) > 0));
        assert!(row(&maker, "Nothing", 0).is_none());
        assert_eq!([count(&maker, "Case"), count(&maker, "Account"), count(&maker, "Nothing")], [20, 7, 0]);
    }
}
