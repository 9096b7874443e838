//! What a name by itself says, whatever a connection's policy: names and types of columns are the same under every policy.

use crate::book;
use crate::column::Column;
use crate::policy::Policy;
use crate::redactor::Redactor;
use crate::settle::Format;
use crate::tally::Tally;
use std::sync::LazyLock;

/// Numbers of every length that a label may give a meaning to, and a day; none of them is found alone.
const NUMBERS: [&str; 7] = ["95", "737", "4821", "48172", "481726", "48172635", "219099998"];
const DAY: &str = "1961-03-14";

/// Whether a name holds something that the standard policy takes out, so that it is not to be shown.
pub fn names_somebody(name: &str) -> bool {
    standard().is_none_or(|standard| standard.text(name, &mut Tally::new()) != name)
}

/// Whether a number in a column may be somebody's, by the names of the column: numbers without meaning get one there, or a name is
/// that of values with check digits.
pub fn names_number(column: &Column) -> bool {
    let names = |label: &String| book::shipped().is_none_or(|shipped| shipped.book.names_surely(label));
    NUMBERS.iter().any(|number| tells(column, number)) || column.labels().iter().any(names)
}

/// Whether a day in a column may be somebody's, by the names of the column.
pub fn names_day(column: &Column) -> bool {
    tells(column, DAY)
}

/// Whether a value that says nothing alone says something in a column.
fn tells(column: &Column, value: &str) -> bool {
    let redacted = |standard: &Redactor| standard.redact_in(column, value, Format::Text, &mut Tally::new()) != value;
    standard().is_none_or(redacted)
}

fn standard() -> Option<&'static Redactor> {
    static STANDARD: LazyLock<Option<Redactor>> =
        LazyLock::new(|| Policy::shipped("standard").map(|policy| Redactor::new(policy, None)));
    STANDARD.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_are_somebodys_where_their_column_says_so() {
        for value in NUMBERS.into_iter().chain([DAY]) {
            assert!(!tells(&Column::default(), value), "{value} is found alone");
        }
        for text in [
            "ssn",
            "u_field7\nSocial security number",
            "cvv",
            "PIN__c\nPIN",
            "age",
            "u_mobile\nMobile phone",
            "u_x\nCard number",
            "IMEI",
        ] {
            assert!(names_number(&Column::from(text)), "{text}");
        }
        for text in
            ["", "quantity", "AnnualRevenue\nAnnual Revenue", "u_priority\nPriority", "NumberOfEmployees", "state"]
        {
            assert!(!names_number(&Column::from(text)), "{text}");
        }
        assert!(names_day(&Column::from("Birthdate")) && names_day(&Column::from("u_dob\nDate of birth")));
        assert!(!names_day(&Column::from("CloseDate\nClose Date")) && !names_day(&Column::from("opened_at")));
    }

    #[test]
    fn a_name_may_be_somebodys_itself() {
        for name in ["jane.doe@example.com", "card_4111111111111111", "5b10a2844c20165700ede21f"] {
            assert!(names_somebody(name), "{name}");
        }
        for name in ["password", "ssn", "u_opened_at", "customfield_10016", "2024", "a.b.c", "@odata.etag"] {
            assert!(!names_somebody(name), "{name}");
        }
    }
}
