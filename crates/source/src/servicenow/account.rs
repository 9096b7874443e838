//! Which account an instance answers.
//!
//! The Table API has no question for it. So the users are asked for the one whose query this is, by the script that instances
//! evaluate in queries, or whose name stands in the settings: of an account that sees its own record that is one row. An instance
//! also says with each answer whether a user is logged in.

use super::address::{raw, table_url};
use super::page;
use super::query::ID;
use crate::Account;
use crate::refused::{Meaning, Refused};
use catchment_base::error::Result;
use catchment_base::response::{member, path};
use catchment_io::http::{Answer, Ask};
use serde_json::value::RawValue;
use url::Url;

/// Whose query this is, as instances evaluate it.
const CALLER: &str = "sys_id=javascript:gs.getUserID()";
/// The name that a user logs in with.
const NAME: &str = "user_name";
/// More rows than that say that the query was overlooked.
const ROWS: u32 = 3;

/// An account that may not read users is known by nothing.
pub const REFUSED: &[Refused] = &[refused(400), refused(403), refused(404)];

const fn refused(status: u16) -> Refused {
    Refused { status, says: None, means: Meaning::Nothing, told: None }
}

/// The request for the user who asks.
pub fn question(base: &Url, username: Option<&str>) -> Result<Ask> {
    let named = username.map(|name| format!("^ORuser_name={}", name.replace('^', "^^")));
    let query = format!("{CALLER}{}", named.unwrap_or_default());
    Ok(raw(table_url(base, "sys_user")?, &query, &format!("{ID},{NAME}"), ROWS))
}

/// Reads the answer to [`question`]. Where the user of the settings is another one than who asks, both come.
pub fn read(answer: &Answer, username: Option<&str>) -> Result<Account, String> {
    let says_logged_in = answer.header("x-is-logged-in").map(|says| says.trim().eq_ignore_ascii_case("true"));
    let users: Vec<&RawValue> = page::result(&answer.body)?;
    let of = |user: &RawValue, name: &str| {
        let value = member(user.get(), &path::spelled(&[name]))?;
        serde_json::from_str::<String>(value.get()).ok().filter(|value| !value.is_empty())
    };
    let is_named = |user: &RawValue| {
        of(user, NAME).zip(username).is_some_and(|(name, named)| name.to_lowercase() == named.to_lowercase())
    };
    let caller = match &users[..] {
        [user] => of(user, ID),
        [named, user] | [user, named] if is_named(named) && !is_named(user) => of(user, ID),
        _ => None,
    };
    Ok(match (says_logged_in, caller) {
        (Some(false), _) => Account::Anonymous,
        (_, Some(id)) => Account::Known { id, kind: String::new(), zone: None },
        (None, None) if users.len() <= 1 => Account::Unseen,
        _ => Account::Untold,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchment_io::http::argument;

    #[test]
    fn one_row_names_the_account_and_a_visitor_is_told_by_the_header() {
        let read = |header: Option<&str>, users: &[&str]| {
            let row = |id: &&str| format!(r#"{{"sys_id":"{id}","user_name":"{}"}}"#, id.replace('1', "nna"));
            let rows: Vec<String> = users.iter().map(row).collect();
            let body = format!(r#"{{"result":[{}]}}"#, rows.join(","));
            let headers = header.map(|says| ("x-is-logged-in".to_owned(), says.to_owned()));
            read(
                &Answer { headers: headers.into_iter().collect(), body: body.into(), ..Answer::default() },
                Some("Anna"),
            )
            .unwrap()
        };
        let known = Account::Known { id: "a1".to_owned(), kind: String::new(), zone: None };
        assert_eq!(read(Some("true"), &["a1"]), known);
        assert_eq!(read(None, &["a1"]), known);
        assert_eq!(read(Some("false"), &["a1"]), Account::Anonymous);
        assert_eq!((read(None, &[]), read(None, &[""])), (Account::Unseen, Account::Unseen));
        assert_eq!(read(Some("true"), &[]), Account::Untold);
        // Who asks is not the user of the settings; more rows are of no such query.
        let other = Account::Known { id: "b2".to_owned(), kind: String::new(), zone: None };
        assert_eq!((read(None, &["a1", "b2"]), read(Some("true"), &["b2", "a1"])), (other.clone(), other));
        assert_eq!(read(None, &["b2", "c3", "a1"]), Account::Untold);
        assert_eq!(read(None, &["a1", "a1"]), Account::Untold);
    }

    #[test]
    fn a_name_in_the_settings_stays_one_value_of_the_query() {
        let base = Url::parse("https://example.service-now.com/").unwrap();
        let query = |name| argument(&question(&base, name).unwrap().url, "sysparm_query").unwrap();
        assert_eq!(query(None), CALLER);
        assert_eq!(query(Some("ann^b")), format!("{CALLER}^ORuser_name=ann^^b"));
    }
}
