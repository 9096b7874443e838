//! The switches of the faults of an org, in the order the help shows them.

use super::faults::{End, Faults, Huge, LimitInfo};
use crate::faults::{FileWound, When};
use crate::switches::{Fault, counting, counting_or, give, ordinal, put, switch};

/// What is said to a request for a token: the name of the fault, the error and its sentence.
const TOKEN_ERRORS: [(&str, &str, Option<&str>); 10] = [
    ("no-user", "invalid_grant", Some("no client credentials user enabled")),
    ("execution-user", "invalid_grant", Some("Enter a valid execution user")),
    ("no-scopes", "invalid_scope", Some("no valid scopes defined")),
    ("invalid-client", "invalid_client", Some("invalid client credentials")),
    ("invalid-client-id", "invalid_client_id", Some("client identifier invalid")),
    ("wrong-domain", "invalid_grant", Some("request not supported on this domain")),
    ("not-enabled", "invalid_request", Some("client credentials flow not enabled")),
    ("inactive-user", "invalid_grant", Some("inactive user")),
    ("ip", "invalid_grant", Some("ip restricted")),
    ("bare", "invalid_grant", None),
];

/// The faults of rights, queries and feeds.
pub(super) const READING: &[Fault<Faults>] = &[
    Fault {
        name: "hidden-every",
        value: "OBJECT:N",
        doc: "sharing hides every Nth row of the object, in order of Id",
        set: |faults, value| {
            let (object, n) = value.split_once(':')?;
            put(&mut faults.hidings, (object.to_owned(), ordinal(n)?))
        },
    },
    Fault {
        name: "hidden-field",
        value: "OBJECT:FIELD",
        doc: "field-level security hides the field: it is not described, and a query that names it is refused",
        set: |faults, value| {
            let (object, field) = value.split_once(':')?;
            put(&mut faults.fields, (object.to_owned(), field.to_owned()))
        },
    },
    Fault {
        name: "broken-field",
        value: "OBJECT:FIELD",
        doc: "a query for rows of the object with this field is a 500, as where its formula is broken",
        set: |faults, value| {
            let (object, field) = value.split_once(':')?;
            put(&mut faults.broken, (object.to_owned(), field.to_owned()))
        },
    },
    Fault {
        name: "hidden-object",
        value: "OBJECT",
        doc: "the account may not read the object: INVALID_TYPE in queries, 404 elsewhere",
        set: |faults, value| named(&mut faults.objects, value),
    },
    Fault {
        name: "same-stamp",
        value: "OBJECT",
        doc: "all rows of the object have one SystemModstamp at first",
        set: |faults, value| named(&mut faults.levelled, value),
    },
    Fault {
        name: "query-timeout",
        value: "OBJECT:HOURS",
        doc: "a query for rows of the object over more HOURS of CreatedDate or SystemModstamp is 400 QUERY_TIMEOUT",
        set: |faults, value| {
            let (object, hours) = value.split_once(':')?;
            put(&mut faults.timeouts, (object.to_owned(), i64::try_from(counting(hours)?).ok()?))
        },
    },
    Fault {
        name: "locator-uses",
        value: "N",
        doc: "a locator dies after N uses",
        set: |faults, value| number(&mut faults.locator_uses, value),
    },
    Fault {
        name: "locator-once",
        value: "N",
        doc: "the Nth request for further rows, once, finds its locator dead",
        set: |faults, value| put(&mut faults.locators_lost, When::At(counting(value)?)),
    },
    Fault {
        name: "session-locators",
        value: "",
        doc: "a dead locator is refused with 401 INVALID_SESSION_ID, as one of a session that has ended",
        set: |faults, _| switch(&mut faults.has_locators_of_session),
    },
    Fault {
        name: "repeat-locator",
        value: "",
        doc: "a page that a locator gives names that locator as the next one",
        set: |faults, _| switch(&mut faults.repeats_locator),
    },
    Fault {
        name: "small-batches",
        value: "",
        doc: "a page has a third fewer rows than were asked for",
        set: |faults, _| switch(&mut faults.has_small_batches),
    },
    Fault {
        name: "any-batch-size",
        value: "",
        doc: "fewer rows than 200 can be asked for",
        set: |faults, _| switch(&mut faults.takes_any_batch_size),
    },
    Fault {
        name: "no-deleted-feed",
        value: "",
        doc: "the lists of deleted and updated rows are refused with 400",
        set: |faults, _| switch(&mut faults.has_no_deleted_feed),
    },
    Fault {
        name: "feed-gap",
        value: "",
        doc: "the earliestDateAvailable of lists of deleted rows is later than any start",
        set: |faults, _| switch(&mut faults.has_feed_gap),
    },
    Fault {
        name: "feed-most",
        value: "N",
        doc: "a list of more than N deleted rows is refused with 400 EXCEEDED_ID_LIMIT",
        set: |faults, value| number(&mut faults.feed_most, value),
    },
];

/// The faults of tokens, limits, answers and files.
pub(super) const ANSWERING: &[Fault<Faults>] = &[
    Fault {
        name: "huge",
        value: "OBJECT:FIELD:N:KIB",
        doc: "the field of the Nth row of the object, in order of Id, has so many KiB",
        set: |faults, value| {
            let [object, field, n, kib] = value.split(':').collect::<Vec<_>>().try_into().ok()?;
            let (object, field) = (object.to_owned(), field.to_owned());
            put(&mut faults.huge, Huge { object, field, ordinal: ordinal(n)?, kibibytes: ordinal(kib)? })
        },
    },
    Fault {
        name: "oversized",
        value: "BYTES",
        doc: "a response to a query of more BYTES is a 500",
        set: |faults, value| give(&mut faults.most_bytes, Some(ordinal(value)?)),
    },
    Fault {
        name: "token-error",
        value: "NAME",
        doc: "tokens are refused: no-user, execution-user, no-scopes, invalid-client, invalid-client-id, wrong-domain, \
              not-enabled, inactive-user, ip, or bare for an error without a sentence",
        set: |faults, value| {
            let (_, error, why) = TOKEN_ERRORS.iter().find(|(name, ..)| *name == value)?;
            faults.token_error = Some((error, *why));
            Some(())
        },
    },
    Fault {
        name: "other-user",
        value: "N",
        doc: "from the Nth token on, they are issued for another user",
        set: |faults, value| number(&mut faults.other_user, value),
    },
    Fault {
        name: "token-uses",
        value: "N",
        doc: "a token dies after N requests, with 401 INVALID_SESSION_ID",
        set: |faults, value| number(&mut faults.token_uses, value),
    },
    Fault {
        name: "instance",
        value: "URL",
        doc: "the instance_url of a token",
        set: |faults, value| {
            faults.instance = Some(value.to_owned()).filter(|url| !url.is_empty());
            faults.instance.as_ref().map(|_| ())
        },
    },
    Fault {
        name: "no-api",
        value: "",
        doc: "what is below /services/data is refused with 403 API_DISABLED_FOR_ORG",
        set: |faults, _| switch(&mut faults.has_no_api),
    },
    Fault {
        name: "api-limit",
        value: "N",
        doc: "requests below /services/data after the Nth are refused with 403 REQUEST_LIMIT_EXCEEDED",
        set: |faults, value| number(&mut faults.api_limit, value),
    },
    Fault {
        name: "api-used",
        value: "PERCENT",
        doc: "so much of the limit of requests is used by others",
        set: |faults, value| {
            faults.api_used = value.parse().ok().filter(|percent| *percent <= 100)?;
            Some(())
        },
    },
    Fault {
        name: "limit-info",
        value: "plain|per-app|bursts|app",
        doc: "the form of the header Sforce-Limit-Info (plain)",
        set: |faults, value| {
            let known = [
                ("plain", LimitInfo::Plain),
                ("per-app", LimitInfo::PerApp),
                ("bursts", LimitInfo::Bursts),
                ("app", LimitInfo::App),
            ];
            faults.limit_info = known.iter().find(|(name, _)| *name == value)?.1;
            Some(())
        },
    },
    Fault {
        name: "html-error",
        value: "N",
        doc: "every Nth request below /services/data is answered with 503 and an HTML page",
        set: |faults, value| put(&mut faults.html, When::Every(counting(value)?)),
    },
    Fault {
        name: "file",
        value: "N:short|empty|gone|forbidden",
        doc: "the Nth file, attachments first, each in order of Id, comes by half, with 0 bytes, as 404 or as 403",
        set: |faults, value| {
            let (n, wound) = value.split_once(':')?;
            let wound = match wound {
                "short" => FileWound::Short,
                "empty" => FileWound::Empty,
                "gone" => FileWound::Gone,
                "forbidden" => FileWound::Forbidden,
                _ => return None,
            };
            put(&mut faults.files, (ordinal(n)?, wound))
        },
    },
];

/// The faults of jobs of the bulk API.
pub(super) const BULK: &[Fault<Faults>] = &[
    Fault {
        name: "bulk-header-first-only",
        value: "",
        doc: "only the first page of a bulk result has a line of names",
        set: |faults, _| switch(&mut faults.bulk.is_headed_once),
    },
    Fault {
        name: "bulk-no-headers",
        value: "",
        doc: "a page of a bulk result has neither Sforce-Locator nor Sforce-NumberOfRecords",
        set: |faults, _| switch(&mut faults.bulk.is_silent),
    },
    Fault {
        name: "bulk-nul",
        value: "",
        doc: "long texts of a bulk result hold a NUL character",
        set: |faults, _| switch(&mut faults.bulk.has_nul),
    },
    Fault {
        name: "bulk-float-ints",
        value: "",
        doc: "whole numbers of a bulk result are written with a fraction",
        set: |faults, _| switch(&mut faults.bulk.writes_floats),
    },
    Fault {
        name: "bulk-failed",
        value: "[N]",
        doc: "every bulk job, or only the Nth, fails",
        set: |faults, value| {
            let when = if value.is_empty() { When::Every(1) } else { When::At(counting(value)?) };
            put(&mut faults.bulk.failed, when)
        },
    },
    Fault {
        name: "bulk-quirky-end",
        value: "empty|missing",
        doc: "the Sforce-Locator of the last page is empty, or is not there",
        set: |faults, value| {
            faults.bulk.end = [("empty", End::Empty), ("missing", End::Missing)].iter().find(|(n, _)| *n == value)?.1;
            Some(())
        },
    },
    Fault {
        name: "bulk-slow",
        value: "[N]",
        doc: "a bulk job is complete after N polls (10)",
        set: |faults, value| {
            faults.bulk.polls = Some(counting_or(value, 10)?);
            Some(())
        },
    },
    Fault {
        name: "bulk-unsupported",
        value: "OBJECT",
        doc: "the bulk API does not read the object",
        set: |faults, value| named(&mut faults.bulk.unsupported, value),
    },
];

fn number(slot: &mut Option<u64>, value: &str) -> Option<()> {
    give(slot, Some(counting(value)?))
}

fn named(list: &mut Vec<String>, value: &str) -> Option<()> {
    if value.is_empty() { None } else { put(list, value.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_of_a_token_is_in_the_help() {
        let doc = ANSWERING.iter().find(|fault| fault.name == "token-error").unwrap().doc;
        assert!(TOKEN_ERRORS.iter().all(|(name, ..)| doc.contains(name)));
        assert_eq!(TOKEN_ERRORS.iter().filter(|(.., why)| why.is_none()).count(), 1);
    }
}
