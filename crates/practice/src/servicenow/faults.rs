//! What goes wrong with an instance, beside what goes wrong with any service.

use crate::faults::{FileWound, Transit, When};
use crate::switches::{self, Fault, Switched, counting, counting_or, give, ordinal, put, switch};
use catchment_base::error::{Error, Result};
use std::str::FromStr;

/// Why a table cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Denial {
    /// 403.
    Forbidden,
    /// 200, no rows, and none are counted.
    Empty,
    /// 200 and no rows, though the header counts them: there is a rule for the table, and none for the API.
    Unlisted,
}

/// Who is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caller {
    /// The account that reads.
    Account,
    /// Another user with the same rights.
    Other,
    /// Nobody who is logged in.
    Visitor,
}

/// Which rows of a table the account does not see, out of those that there are at first. Ordinals count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Hiding {
    /// Every nth in order of `sys_id` is left out.
    Every(usize),
    /// Every nth in order of `sys_id` comes as `{}`.
    Blank(usize),
    /// So many in a row are left out, in order of a field.
    Block { field: String, from: usize, count: usize },
}

/// A field of one row, the nth in order of `sys_id`, that has so many KiB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Huge {
    pub(super) table: String,
    pub(super) field: String,
    pub(super) ordinal: usize,
    pub(super) kibibytes: usize,
}

/// What is wrong with requests for tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TokenFaults {
    /// After how many seconds a token expires.
    pub(super) seconds: Option<u64>,
    /// After how many requests a token expires.
    pub(super) uses: Option<u64>,
    /// There is no endpoint for tokens.
    pub(super) are_elsewhere: bool,
    /// Tokens for client credentials are refused.
    pub(super) refuse_clients: bool,
    /// Refresh tokens are refused.
    pub(super) refuse_refresh: bool,
}

/// A form in which the value of a field comes in every other row, whatever is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// In an object with a link.
    Link,
    /// An object with what users see and a link, without the value.
    Display,
    /// In a list.
    List,
    /// Null.
    Null,
}

/// The faults that are switched on; none by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    pub(super) transit: Transit,
    pub(super) hidings: Vec<(String, Hiding)>,
    pub(super) denied: Vec<(String, Denial)>,
    /// Fields that are left out, with their tables.
    pub(super) fields: Vec<(String, String)>,
    /// Fields whose values come in another form, with their tables.
    pub(super) forms: Vec<(String, String, Form)>,
    /// Tables whose queries find every row.
    pub(super) overlooked: Vec<String>,
    /// Fields by which queries break, with their tables.
    pub(super) broken: Vec<(String, String)>,
    /// Requests whose answer breaks off with an error inside.
    pub(super) cancelled: Vec<When>,
    /// Requests answered with the page of a sleeping instance.
    pub(super) hibernating: Vec<When>,
    /// Bytes from which an answer is a 502.
    pub(super) most_bytes: Option<usize>,
    pub(super) huge: Vec<Huge>,
    pub(super) files: Vec<(usize, FileWound)>,
    pub(super) tokens: TokenFaults,
    pub(super) is_locked: bool,
    /// The request from which on a visitor is answered, whatever credentials come.
    pub(super) visitor_from: Option<u64>,
    /// The request from which on another user is answered.
    pub(super) other_from: Option<u64>,
    /// Answers do not say whether a user is logged in.
    pub(super) hides_login: bool,
    /// A query with a part that is not valid finds nothing.
    pub(super) invalid_finds_nothing: bool,
    /// Scripts in queries are not valid.
    pub(super) refuses_scripts: bool,
    /// Times in queries are read in the zone of the account.
    pub(super) reads_in_zone: bool,
    /// A 429 says nothing of the rule.
    pub(super) hides_rule: bool,
}

/// Tables that tell of tables, and tables that tell of changes.
const DICTIONARY: [&str; 2] = ["sys_dictionary", "sys_db_object"];
const AUDIT: [&str; 2] = ["sys_audit", "sys_audit_delete"];

/// The faults of rights and queries, in the order the help shows them.
const READING: &[Fault<Faults>] = &[
    Fault {
        name: "hidden-every",
        value: "TABLE:N",
        doc: "every Nth row of the table, in order of sys_id, is left out of the pages it would be on",
        set: |faults, value| {
            let (table, n) = value.split_once(':')?;
            put(&mut faults.hidings, (table.to_owned(), Hiding::Every(ordinal(n)?)))
        },
    },
    Fault {
        name: "hidden-block",
        value: "TABLE:FIELD:FROM:COUNT",
        doc: "COUNT rows of the table in a row, from the FROMth in order of FIELD and sys_id, are left out",
        set: |faults, value| {
            let [table, field, from, count] = parts(value)?;
            let (field, from, count) = (field.to_owned(), ordinal(from)?, ordinal(count)?);
            put(&mut faults.hidings, (table.to_owned(), Hiding::Block { field, from, count }))
        },
    },
    Fault {
        name: "blank-every",
        value: "TABLE:N",
        doc: "every Nth row of the table, in order of sys_id, comes as {}",
        set: |faults, value| {
            let (table, n) = value.split_once(':')?;
            put(&mut faults.hidings, (table.to_owned(), Hiding::Blank(ordinal(n)?)))
        },
    },
    Fault {
        name: "hidden-field",
        value: "TABLE:FIELD",
        doc: "the field is left out of all rows, and a query that names it is refused with 403",
        set: |faults, value| {
            let (table, field) = value.split_once(':')?;
            put(&mut faults.fields, (table.to_owned(), field.to_owned()))
        },
    },
    Fault {
        name: "broken-field",
        value: "TABLE:FIELD",
        doc: "a query for rows of the table with this field is a 500, as where its formula is broken",
        set: |faults, value| {
            let (table, field) = value.split_once(':')?;
            put(&mut faults.broken, (table.to_owned(), field.to_owned()))
        },
    },
    Fault {
        name: "form",
        value: "TABLE:FIELD:FORM",
        doc: "every other row of the table has the value of the field as a link, display, list or null",
        set: |faults, value| {
            let [table, field, form] = parts(value)?;
            let forms = [("link", Form::Link), ("display", Form::Display), ("list", Form::List), ("null", Form::Null)];
            let (_, form) = forms.into_iter().find(|(name, _)| *name == form)?;
            put(&mut faults.forms, (table.to_owned(), field.to_owned(), form))
        },
    },
    Fault {
        name: "overlooked-query",
        value: "TABLE",
        doc: "a query for rows of the table finds all of them, whatever its conditions are",
        set: |faults, value| put(&mut faults.overlooked, value.to_owned()),
    },
    Fault {
        name: "forbidden-table",
        value: "TABLE",
        doc: "the table is refused with 403",
        set: |faults, value| faults.deny(&[value], Denial::Forbidden),
    },
    Fault {
        name: "empty-table",
        value: "TABLE",
        doc: "the table is answered with 200, no rows and a count of 0",
        set: |faults, value| faults.deny(&[value], Denial::Empty),
    },
    Fault {
        name: "unlisted-table",
        value: "TABLE",
        doc: "the table is answered with 200 and no rows, though X-Total-Count counts them",
        set: |faults, value| faults.deny(&[value], Denial::Unlisted),
    },
    Fault {
        name: "no-dictionary",
        value: "",
        doc: "sys_dictionary and sys_db_object are refused with 403",
        set: |faults, _| faults.deny(&DICTIONARY, Denial::Forbidden),
    },
    Fault {
        name: "no-audit",
        value: "",
        doc: "sys_audit and sys_audit_delete are refused with 403",
        set: |faults, _| faults.deny(&AUDIT, Denial::Forbidden),
    },
    Fault {
        name: "invalid-query-no-rows",
        value: "",
        doc: "a query with an invalid term finds nothing, instead of overlooking the term",
        set: |faults, _| switch(&mut faults.invalid_finds_nothing),
    },
    Fault {
        name: "no-scripts",
        value: "",
        doc: "javascript: in a query is an invalid term",
        set: |faults, _| switch(&mut faults.refuses_scripts),
    },
    Fault {
        name: "zoned-literals",
        value: "",
        doc: "times in a query are read in the time zone of the account, not in UTC",
        set: |faults, _| switch(&mut faults.reads_in_zone),
    },
];

/// The faults of answers, files and credentials, in the order the help shows them.
const ANSWERING: &[Fault<Faults>] = &[
    Fault {
        name: "cancelled",
        value: "N",
        doc: "the Nth request, once, is a 200 with half of the rows and an \"error\" beside them",
        set: |faults, value| put(&mut faults.cancelled, When::At(counting(value)?)),
    },
    Fault {
        name: "hibernating",
        value: "[N]",
        doc: "the Nth request, once, or every one, is answered with 200 and an HTML page",
        set: |faults, value| {
            let when = if value.is_empty() { When::Every(1) } else { When::At(counting(value)?) };
            put(&mut faults.hibernating, when)
        },
    },
    Fault {
        name: "oversized",
        value: "BYTES",
        doc: "answers of more bytes are a 502",
        set: |faults, value| give(&mut faults.most_bytes, Some(ordinal(value)?)),
    },
    Fault {
        name: "huge",
        value: "TABLE:FIELD:N:KIB",
        doc: "the FIELD of the Nth row of the table, in order of sys_id, has KIB KiB",
        set: |faults, value| {
            let [table, field, n, kibibytes] = parts(value)?;
            let (table, field) = (table.to_owned(), field.to_owned());
            put(&mut faults.huge, Huge { table, field, ordinal: ordinal(n)?, kibibytes: ordinal(kibibytes)? })
        },
    },
    Fault {
        name: "no-rule-headers",
        value: "",
        doc: "a 429 has no X-RateLimit headers",
        set: |faults, _| switch(&mut faults.hides_rule),
    },
    Fault {
        name: "short-file",
        value: "N",
        doc: "half of the file of the Nth attachment, in order of sys_id, comes",
        set: |faults, value| put(&mut faults.files, (ordinal(value)?, FileWound::Short)),
    },
    Fault {
        name: "empty-file",
        value: "N",
        doc: "the file of the Nth attachment, in order of sys_id, comes with 0 bytes",
        set: |faults, value| put(&mut faults.files, (ordinal(value)?, FileWound::Empty)),
    },
    Fault {
        name: "gone-file",
        value: "N",
        doc: "the file of the Nth attachment, in order of sys_id, is a 404, though it is listed",
        set: |faults, value| put(&mut faults.files, (ordinal(value)?, FileWound::Gone)),
    },
    Fault {
        name: "forbidden-file",
        value: "N",
        doc: "the file of the Nth attachment, in order of sys_id, is refused with 403",
        set: |faults, value| put(&mut faults.files, (ordinal(value)?, FileWound::Forbidden)),
    },
    Fault {
        name: "locked",
        value: "",
        doc: "the user is locked: every request is refused with 401",
        set: |faults, _| switch(&mut faults.is_locked),
    },
    Fault {
        name: "visitor-from",
        value: "N",
        doc: "from the Nth request on a visitor is answered with 200, whatever credentials come, with every third row",
        set: |faults, value| give(&mut faults.visitor_from, Some(counting(value)?)),
    },
    Fault {
        name: "other-user",
        value: "N",
        doc: "from the Nth request on another user is answered",
        set: |faults, value| give(&mut faults.other_from, Some(counting(value)?)),
    },
    Fault {
        name: "no-login-header",
        value: "",
        doc: "answers do not say whether a user is logged in",
        set: |faults, _| switch(&mut faults.hides_login),
    },
    Fault {
        name: "token-seconds",
        value: "SECONDS",
        doc: "tokens expire after so many seconds",
        set: |faults, value| give(&mut faults.tokens.seconds, Some(counting(value)?)),
    },
    Fault {
        name: "token-uses",
        value: "[N]",
        doc: "tokens expire after N requests (3)",
        set: |faults, value| {
            faults.tokens.uses = Some(counting_or(value, 3)?);
            Some(())
        },
    },
    Fault {
        name: "no-token-endpoint",
        value: "",
        doc: "/oauth_token.do is a 404 in HTML",
        set: |faults, _| switch(&mut faults.tokens.are_elsewhere),
    },
    Fault {
        name: "no-client-credentials",
        value: "",
        doc: "tokens for client credentials are refused with 401",
        set: |faults, _| switch(&mut faults.tokens.refuse_clients),
    },
    Fault {
        name: "no-refresh",
        value: "",
        doc: "refresh tokens are refused with 401",
        set: |faults, _| switch(&mut faults.tokens.refuse_refresh),
    },
];

/// As many parts with colons between them as are wanted.
fn parts<const N: usize>(value: &str) -> Option<[&str; N]> {
    value.split(':').collect::<Vec<_>>().try_into().ok()
}

impl Switched for Faults {
    const OWN: &'static [&'static [Fault<Self>]] = &[READING, ANSWERING];

    fn transit(&mut self) -> &mut Transit {
        &mut self.transit
    }
}

impl Faults {
    /// Reads the values of a repeated `--fault NAME[=VALUE]`.
    ///
    /// An unknown name or a value that does not fit is a usage error that lists the known names.
    pub fn parse(switches: &[String]) -> Result<Self> {
        switches::parse(switches)
    }

    /// Who is answered at the request of a number.
    pub(super) fn caller(&self, number: u64) -> Caller {
        let is_from = |from: Option<u64>| from.is_some_and(|from| number >= from);
        match (is_from(self.visitor_from), is_from(self.other_from)) {
            (true, _) => Caller::Visitor,
            (_, true) => Caller::Other,
            _ => Caller::Account,
        }
    }

    fn deny(&mut self, tables: &[&str], denial: Denial) -> Option<()> {
        self.denied.extend(tables.iter().filter(|table| !table.is_empty()).map(|table| (table.to_string(), denial)));
        (!tables.contains(&"")).then_some(())
    }

    /// Tables and fields that faults name.
    pub(super) fn tables(&self) -> impl Iterator<Item = &str> {
        let hidden = self.hidings.iter().map(|(table, _)| table);
        let named = self.denied.iter().map(|(table, _)| table).chain(self.fields.iter().map(|(table, _)| table));
        hidden.chain(named).chain(self.huge.iter().map(|huge| &huge.table)).map(String::as_str)
    }
}

impl FromStr for Faults {
    type Err = Error;

    /// Reads one switch, or several with commas between them.
    fn from_str(text: &str) -> Result<Self> {
        switches::parse(&switches::split(text))
    }
}

/// The faults of this API alone for the help text, one line each.
pub fn fault_help() -> String {
    switches::help(READING) + &switches::help(ANSWERING)
}
