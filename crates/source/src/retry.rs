//! What an answer means: use it, retry, or stop; and how long to wait before the next attempt.
//!
//! 429, 408 and 5xx are retried, as are broken connections and malformed answers; other refusals are final. Back-off doubles from the configured pause to 30 seconds and is
//! spread by a factor of 0.7 to 1.3 (Atlassian's advice on rate limits). `Retry-After` is honoured up to
//! an hour; a larger value is a broken header (9223372036854775807 has been reported), not a plan.

use crate::refused::{Meaning, Refused, Trouble, matching};
use crate::time::Form;
use aws_lc_rs::rand;
use catchment_base::clock;
use catchment_base::error::{Error, Kind, printable};
use catchment_base::response::json_text;
use catchment_io::http::Answer;
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Attempts of one request.
pub const TRIES: u32 = 5;
/// Attempts of a request that may be too large: a smaller one follows.
pub const FEW_TRIES: u32 = 2;
/// Consecutive answers with 429 before a request fails.
pub const LIMITED_TRIES: u32 = 12;

const LONGEST_BACK_OFF: Duration = Duration::from_secs(30);

/// How long a request is worth trying.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Attempts of one request, at most; one that is given fewer has fewer.
    pub tries: u32,
    /// The longest back-off between two of them.
    pub back_off: Duration,
}

impl Patience {
    /// Of a sync, which takes the time that a site needs to recover.
    pub const LONG: Self = Self { tries: TRIES, back_off: LONGEST_BACK_OFF };
    /// Of a command at a terminal: somebody waits to be told that nothing answers.
    pub const SHORT: Self = Self { tries: 3, back_off: Duration::from_secs(1) };
}

const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(3600);
const EXCERPT: usize = 200;

/// What to do with an answer that is not usable.
#[derive(Debug)]
pub enum Verdict {
    /// The rate limit is reached; with the wait, if the answer names one.
    Limited(Option<Duration>),
    /// There are no records.
    Nothing,
    /// A retry may succeed; with the reason and the wait that the answer names.
    Again(String, Option<Duration>),
    /// A retry will succeed once the site is available again; with the same.
    Later(String, Option<Duration>),
    /// The request is rejected (400).
    Refused(String),
    /// The request is about something that is not there any more as the site has described it.
    Outdated(String),
    /// The request asks for too much, or its address is too long (413, 414, 431).
    TooMuch(u16),
    /// It asks for too long a time.
    TooLong(u16),
    /// It is not there (404, 410), or not for this account (403).
    Absent(u16, Error),
    /// The credential is rejected (401); a new one may be accepted.
    Renew(Error),
    /// A retry would fail in the same way.
    Final(Error),
}

/// Removes from a message of the site what must not be repeated.
pub type Hide = Arc<dyn Fn(&str) -> String + Send + Sync>;

/// What to do about a trouble, where a source knows more than what helps with any site.
pub type Hint = Arc<dyn Fn(Trouble) -> Option<&'static str> + Send + Sync>;

/// How refusals are told.
pub struct Teller {
    /// What takes out of the words of the site what nobody may read.
    pub hide: Hide,
    /// What to do about them.
    pub hint: Hint,
    /// Whether the site has answered a question: then a page that is not there (404) says nothing of its address.
    pub is_site: AtomicBool,
}

impl Teller {
    /// What to do about a trouble: what the source says, else what helps with any site.
    fn hint(&self, trouble: Trouble) -> &'static str {
        (self.hint)(trouble).unwrap_or(match trouble {
            Trouble::NotJson => "this is a login page or a proxy, not the API: check url and what is between",
            Trouble::Status(401) => "the credentials were not accepted: check them, and that they have not expired",
            Trouble::Status(403) => {
                "this account may not read it, or its credentials are not accepted: check its \
                                     rights"
            }
            Trouble::Status(404) => {
                "the address does not exist, or this account cannot see it: check url, the path and the account's \
                 rights"
            }
            Trouble::Status(410) => "the site has removed this endpoint: look for its replacement",
            Trouble::WebPage(_) => {
                "this is a page for browsers and not the API: a proxy, a firewall or a login stands between; check url, \
                 `proxy` and what is between"
            }
            Trouble::Status(300..=399) => "the site redirects requests elsewhere: check url",
            Trouble::Status(_) | Trouble::Anonymous => "see the response above; the site does not accept this request",
        })
    }
}

/// Judges an answer by the first row of `rows` that fits, else by its status and media type. Nothing: it is an answer to
/// the question, which takes this media type.
pub fn judge(answer: &Answer, teller: &Teller, rows: &[Refused], media: &str) -> Option<Verdict> {
    let excerpt = || excerpt(answer, &*teller.hide);
    let row = matching(rows, answer.status, &answer.body);
    let refused = || match row.and_then(|row| row.told) {
        Some((what, hint)) => Error::failed(format!("{what} (the site answered {})", answer.status)).remedy(hint),
        None => refused(answer, teller, &excerpt()),
    };
    let again = || Verdict::Again(format!("status {}", answer.status), retry_after(answer));
    let later = || Verdict::Later(format!("status {}", answer.status), retry_after(answer));
    let stale = || Verdict::Refused(excerpt());
    let meant = row.map(|row| match row.means {
        Meaning::Nothing => Verdict::Nothing,
        // Callers know these two by their usual statuses.
        Meaning::Gone => Verdict::Absent(if answer.status == 410 { 410 } else { 404 }, refused()),
        Meaning::NoAccess => Verdict::Absent(403, refused().of_kind(Kind::Forbidden)),
        Meaning::Smaller => Verdict::TooMuch(answer.status),
        Meaning::SmallerWindow => Verdict::TooLong(answer.status),
        Meaning::StartOver => stale(),
        Meaning::Outdated => Verdict::Outdated(excerpt()),
        Meaning::Renew => Verdict::Renew(refused()),
        Meaning::Later => later(),
        Meaning::Pause => Verdict::Final(refused().of_kind(Kind::Incomplete)),
        Meaning::Denied => Verdict::Final(refused().of_kind(Kind::Denied)),
        Meaning::Fail => Verdict::Final(refused()),
    });
    meant.or_else(|| {
        Some(match answer.status {
            200 if answer.content_type == media => return None,
            200 => Verdict::Final(not_json(answer, teller)),
            429 => Verdict::Limited(retry_after(answer).or_else(|| reset(answer))),
            408 => later(),
            status if is_unavailable(status) => later(),
            500..=599 => again(),
            400 => stale(),
            413 | 414 | 431 => Verdict::TooMuch(answer.status),
            401 => Verdict::Renew(refused()),
            403 => Verdict::Absent(403, refused().of_kind(Kind::Forbidden)),
            404 | 410 => Verdict::Absent(answer.status, refused()),
            _ => Verdict::Final(refused()),
        })
    })
}

/// Whether a status is said of a site that is not there: by a gateway, or by a proxy that does not reach it (520 to 530).
pub fn is_unavailable(status: u16) -> bool {
    matches!(status, 502..=504 | 520..=530)
}

/// The wait before attempt `next` (2 is the first retry).
pub fn back_off(pause: Duration, next: u32) -> Duration {
    let doubled = pause.saturating_mul(1 << (next.saturating_sub(2)).min(16));
    doubled.min(LONGEST_BACK_OFF).mul_f64(jitter())
}

fn jitter() -> f64 {
    let mut byte = [128];
    // If there are no random bytes, the middle of the range is used.
    let _ = rand::fill(&mut byte);
    0.7 + 0.6 * f64::from(byte[0]) / 255.0
}

fn retry_after(answer: &Answer) -> Option<Duration> {
    let text = answer.retry_after.as_deref()?.trim();
    let wait = match text.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let until = clock::parse_http_date(text)?;
            // Relative to the clock of the server, which may differ from ours.
            (until - answer.date).to_std().unwrap_or(Duration::ZERO)
        }
    };
    (wait <= LONGEST_RETRY_AFTER).then_some(wait)
}

/// The wait until the limit is lifted, where the answer names the second since 1970 at which that is.
fn reset(answer: &Answer) -> Option<Duration> {
    let until = Form::Seconds.read(answer.header("x-ratelimit-reset")?.trim())?;
    (until - answer.date).to_std().ok().filter(|wait| *wait <= LONGEST_RETRY_AFTER)
}

fn not_json(answer: &Answer, teller: &Teller) -> Error {
    let kind = if answer.content_type.is_empty() { "no media type" } else { answer.content_type.as_str() };
    let what = format!("the site answered 200 with {} instead of JSON{}", printable(kind), sender(answer, teller));
    Error::failed(what).hint(teller.hint(Trouble::NotJson))
}

fn refused(answer: &Answer, teller: &Teller, excerpt: &str) -> Error {
    if matches!(answer.status, 403 | 404 | 407) && answer.content_type == "text/html" {
        let what = format!("the site answered {} with text/html{}", answer.status, sender(answer, teller));
        return match answer.status {
            404 if teller.is_site.load(Ordering::Relaxed) => {
                Error::failed(what).hint(teller.hint(Trouble::Status(404)))
            }
            status => Error::failed(what).remedy(teller.hint(Trouble::WebPage(status))),
        };
    }
    let what = format!("the site answered {}{excerpt}", answer.status);
    Error::failed(what).hint(teller.hint(Trouble::Status(answer.status)))
}

/// Who sent an answer that is none of the API, where its headers say so: what stands between often does.
fn sender(answer: &Answer, teller: &Teller) -> String {
    let named = ["server", "via"].iter().filter_map(|name| {
        let short: String = answer.header(name)?.chars().take(EXCERPT).collect();
        Some(format!("{name}: {}", printable(&(teller.hide)(&short))))
    });
    let named = named.collect::<Vec<_>>().join(", ");
    if named.is_empty() { named } else { format!(" ({named})") }
}

/// The messages in the JSON body of a refusal, made printable; where it has none, what the header of a door says of a token. There
/// is none in an HTML page, and a message that may name a person or contain a card number is not repeated.
pub(super) fn excerpt(answer: &Answer, hide: impl Fn(&str) -> String) -> String {
    let body = serde_json::from_slice::<Value>(json_text(&answer.body)).unwrap_or_default();
    let mut said = Vec::new();
    if !body.is_string() {
        gather(&body, &mut said);
    }
    if said.is_empty() {
        said.extend(answer.header("www-authenticate").and_then(described));
    }
    let text = said.join(", ");
    if said.is_empty() || may_be_personal(&text) {
        return String::new();
    }
    let short: String = hide(&without_people(&without_quotes(&without_classes(&text)))).chars().take(EXCERPT).collect();
    format!(": {}", printable(&short))
}

/// What a header `WWW-Authenticate` says of a token that is not taken (RFC 6750, `error_description`).
fn described(header: &str) -> Option<&str> {
    header.split_once("error_description=\"")?.1.split('"').next().filter(|said| !said.is_empty())
}

/// The members of a refusal that contain messages, or lists and objects of them.
const MESSAGES: [&str; 10] = [
    "code",
    "errorCode",
    "title",
    "message",
    "detail",
    "error",
    "error_description",
    "errorMessage",
    "errorMessages",
    "errors",
];

fn gather<'a>(body: &'a Value, said: &mut Vec<&'a str>) {
    match body {
        Value::String(text) => said.push(text),
        Value::Array(items) => items.iter().for_each(|item| gather(item, said)),
        Value::Object(fields) => {
            MESSAGES.iter().filter_map(|name| fields.get(*name)).for_each(|said_there| gather(said_there, said));
        }
        _ => {}
    }
}

/// The text without its quoted parts, which are often titles or names of people. After the name of a status, the quotes
/// contain the message itself (`403 FORBIDDEN "…"`), which is kept.
fn without_quotes(text: &str) -> String {
    let mut out = String::new();
    // Whether the text within the open quotes is kept.
    let mut quoted: Option<bool> = None;
    for c in text.chars() {
        let is_quote = matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}');
        match (is_quote, quoted) {
            (true, None) => {
                let stays = follows_status(&out);
                out.push_str(if stays { "\"" } else { "\"\u{2026}" });
                quoted = Some(stays);
            }
            (true, Some(_)) => {
                out.push('"');
                quoted = None;
            }
            (false, Some(false)) => {}
            (false, _) => out.push(c),
        }
    }
    out
}

/// The text without the classes of Java that threw it (`com.example.NoSuchException: `), which tell a reader nothing.
fn without_classes(text: &str) -> String {
    let is_class = |word: &&str| {
        let name = word.trim_end().strip_suffix(':').unwrap_or_default();
        let is_name =
            |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$');
        let is_thrown = ["Exception", "Error"].iter().any(|kind| name.ends_with(kind));
        is_thrown && name.split('.').count() > 2 && name.split('.').all(is_name)
    };
    text.split_inclusive(' ').filter(|word| !is_class(word)).collect()
}

/// The text without what stands behind a tilde: so begin the keys of personal spaces, which name accounts.
fn without_people(text: &str) -> String {
    let text = text.replace("%7E", "~").replace("%7e", "~");
    let mut parts = text.split('~');
    let begin = parts.next().unwrap_or_default().to_owned();
    parts.fold(begin, |out, part| {
        let end = part.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | ')')).unwrap_or(part.len());
        format!("{out}~*{}", &part[end..])
    })
}

/// Whether the last word is the name of a status: `FORBIDDEN`, `NOT_FOUND`.
fn follows_status(text: &str) -> bool {
    let last = text.trim_end().rsplit(' ').next().unwrap_or_default();
    last.len() > 2 && last.chars().all(|c| c.is_ascii_uppercase() || c == '_')
}

/// Whether a text may contain an e-mail address or a long number, in any encoding. A time, such as that at which a token has
/// expired, is none.
fn may_be_personal(text: &str) -> bool {
    const MOST_DIGITS: usize = 11;
    let lower = text.to_lowercase();
    let is_time = |word: &&str| Form::Iso.read(word.trim_matches(['.', ',', ';', '(', ')'])).is_some();
    let words = text.split_whitespace().filter(|word| !is_time(word));
    ["@", "%40", "&#64", "&#x40", "&commat"].iter().any(|at| lower.contains(at))
        || words.flat_map(str::chars).filter(|c| c.is_numeric()).count() > MOST_DIGITS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn teller(hint: Hint) -> Teller {
        Teller { hide: Arc::new(str::to_owned), hint, is_site: AtomicBool::new(false) }
    }

    fn judged(answer: &Answer) -> Option<Verdict> {
        judge(answer, &teller(Arc::new(|_| None)), &[], "application/json")
    }

    fn answer(status: u16, content_type: &str, retry_after: Option<&str>) -> Answer {
        Answer {
            status,
            date: clock::parse_http_date("Fri, 20 Nov 2026 10:00:00 GMT").unwrap(),
            content_type: content_type.to_owned(),
            retry_after: retry_after.map(str::to_owned),
            body: b"{}".to_vec(),
            ..Answer::default()
        }
    }

    fn wait_of(retry_after: Option<&str>) -> Option<Duration> {
        match judged(&answer(429, "text/html", retry_after)) {
            Some(Verdict::Limited(wait)) => wait,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn retry_after_is_read_in_seconds_and_as_a_date_and_bounded() {
        assert_eq!(wait_of(Some("7")), Some(Duration::from_secs(7)));
        assert_eq!(wait_of(Some("0")), Some(Duration::ZERO));
        assert_eq!(wait_of(Some("Fri, 20 Nov 2026 10:00:09 GMT")), Some(Duration::from_secs(9)));
        assert_eq!(wait_of(Some("Fri, 20 Nov 2026 09:00:00 GMT")), Some(Duration::ZERO));
        assert_eq!(wait_of(Some("1847")), Some(Duration::from_secs(1847)));
        for unusable in [None, Some("9223372036854775807"), Some("1000000000"), Some("-5"), Some("soon")] {
            assert_eq!(wait_of(unusable), None, "{unusable:?}");
        }
    }

    #[test]
    fn where_no_wait_is_named_the_limit_tells_when_it_is_lifted() {
        // Fri, 20 Nov 2026 10:00:09 GMT, an hour and a second later, an instant of the past, and the form of another product.
        let wait = |reset: &str, retry_after: Option<&str>| {
            let headers = vec![("x-ratelimit-reset".to_owned(), reset.to_owned())];
            match judged(&Answer { headers, ..answer(429, "application/json", retry_after) }) {
                Some(Verdict::Limited(wait)) => wait,
                other => panic!("{other:?}"),
            }
        };
        let ten = clock::parse_http_date("Fri, 20 Nov 2026 10:00:00 GMT").unwrap().and_utc().timestamp();
        assert_eq!(wait(&(ten + 9).to_string(), None), Some(Duration::from_secs(9)));
        assert_eq!(wait(&(ten + 9).to_string(), Some("7")), Some(Duration::from_secs(7)));
        for unusable in [(ten + 3601).to_string(), (ten - 1).to_string(), "2026-11-20T11:00Z".to_owned()] {
            assert_eq!(wait(&unusable, None), None, "{unusable}");
        }
    }

    #[test]
    fn statuses_have_their_verdicts() {
        assert!(judged(&answer(200, "application/json", None)).is_none());
        assert!(matches!(judged(&answer(200, "text/html", None)), Some(Verdict::Final(_))));
        assert!(matches!(judged(&answer(400, "application/json", None)), Some(Verdict::Refused(_))));
        for status in [500, 501, 508] {
            assert!(matches!(judged(&answer(status, "text/html", None)), Some(Verdict::Again(..))), "{status}");
        }
        for status in [502, 503, 504, 408, 520, 524, 530] {
            assert!(matches!(judged(&answer(status, "text/html", None)), Some(Verdict::Later(..))), "{status}");
        }
        for status in [413, 414, 431] {
            assert!(
                matches!(judged(&answer(status, "text/html", None)), Some(Verdict::TooMuch(known)) if known == status)
            );
        }
        assert!(matches!(judged(&answer(401, "text/html", None)), Some(Verdict::Renew(_))));
        for status in [402, 302] {
            assert!(matches!(judged(&answer(status, "text/html", None)), Some(Verdict::Final(_))), "{status}");
        }
        for status in [403, 404, 410] {
            let judged = judged(&answer(status, "text/html", None));
            assert!(matches!(judged, Some(Verdict::Absent(known, _)) if known == status), "{status}");
        }
    }

    #[test]
    fn hints_are_those_of_the_source_and_else_of_no_source() {
        let hint = |hint: Hint, status| match judge(
            &answer(status, "application/json", None),
            &teller(hint),
            &[],
            "application/json",
        ) {
            Some(Verdict::Renew(error) | Verdict::Absent(_, error) | Verdict::Final(error)) => {
                error.hint_text().unwrap().to_owned()
            }
            other => panic!("{other:?}"),
        };
        for status in [401, 403, 404, 410, 302, 402] {
            let told = hint(Arc::new(|_| None), status);
            assert!(!told.contains("api_token") && !told.contains("wiki"), "{told}");
            let own: Hint = Arc::new(move |trouble| (trouble == Trouble::Status(status)).then_some("ask Ada"));
            assert_eq!(hint(own, status), "ask Ada");
        }
    }

    #[test]
    fn a_page_that_a_site_does_not_have_says_nothing_of_its_address() {
        let teller = teller(Arc::new(|trouble| (trouble == Trouble::WebPage(404)).then_some("there is no site here")));
        let hint = || match judge(&answer(404, "text/html", None), &teller, &[], "application/json") {
            Some(Verdict::Absent(404, error)) => error.hint_text().unwrap().to_owned(),
            other => panic!("{other:?}"),
        };
        assert_eq!(hint(), "there is no site here");
        teller.is_site.store(true, Ordering::Relaxed);
        assert!(hint().contains("the address does not exist"), "{}", hint());
    }

    #[test]
    fn what_an_endpoint_says_of_its_refusals_goes_before_the_statuses() {
        let teller = teller(Arc::new(|_| None));
        let means = |status, means| {
            let rows = [Refused {
                status,
                says: Some("{}".into()),
                means,
                told: Some(("it is hidden", "ask an administrator")),
            }];
            judge(&answer(status, "application/json", Some("7")), &teller, &rows, "application/json")
        };
        assert!(matches!(means(404, Meaning::Nothing), Some(Verdict::Nothing)));
        assert!(matches!(means(200, Meaning::Gone), Some(Verdict::Absent(404, _))));
        assert!(matches!(means(410, Meaning::Gone), Some(Verdict::Absent(410, _))));
        assert!(matches!(means(400, Meaning::NoAccess), Some(Verdict::Absent(403, _))));
        assert!(matches!(means(400, Meaning::Smaller), Some(Verdict::TooMuch(400))));
        assert!(matches!(means(410, Meaning::StartOver), Some(Verdict::Refused(_))));
        assert!(matches!(means(403, Meaning::Renew), Some(Verdict::Renew(_))));
        assert!(matches!(means(200, Meaning::Later), Some(Verdict::Later(_, Some(wait))) if wait.as_secs() == 7));
        assert!(
            matches!(means(500, Meaning::Fail), Some(Verdict::Final(error)) if error.hint_text() == Some("ask an administrator"))
        );
    }

    #[test]
    fn the_key_of_a_personal_space_is_not_repeated() {
        for key in ["~jdoe", "%7Ejdoe"] {
            let told = said(&format!(r#"{{"message":"No space with key : {key}, sorry"}}"#));
            assert_eq!(told, ": No space with key : ~*, sorry");
        }
        assert_eq!(said(r#"{"message":"~a b ~c"}"#), ": ~* b ~*");
    }

    fn said(body: &str) -> String {
        let hide: Hide = Arc::new(|text| text.replace("Falcon", "[SECRET]"));
        excerpt(&Answer { body: body.as_bytes().to_vec(), ..answer(400, "application/json", None) }, &*hide)
    }

    #[test]
    fn an_excerpt_repeats_messages_and_nothing_personal() {
        assert_eq!(
            said(r#"{"errors":[{"status":400,"code":"BAD","title":"limit\n is \u001b[31m","detail":null}]}"#),
            ": BAD, limit\\u{a} is \\u{1b}[31m"
        );
        assert_eq!(said(r#"{"statusCode":403,"message":"no rights"}"#), ": no rights");
        let several = r#"{"errorMessages":["no such field","no rights"],"errors":{}}"#;
        assert_eq!(said(several), ": no such field, no rights");
        let of_a_desk = r#"{"errorMessage":"no agent","i18nErrorMessage":{"i18nKey":"x","parameters":[]}}"#;
        assert_eq!(said(of_a_desk), ": no agent");
        let of_a_door = r#"{"error":"invalid_client","error_description":"no such client"}"#;
        assert_eq!(said(of_a_door), ": invalid_client, no such client");
        let nested = r#"{"error":{"message":"no rights","detail":"an ACL"},"status":"failure"}"#;
        assert_eq!(said(nested), ": no rights, an ACL");
        assert_eq!(
            said(r#"[{"message":"session expired","errorCode":"INVALID_SESSION"}]"#),
            ": INVALID_SESSION, session expired"
        );
        assert_eq!(said(r#"{"errors":["too old",{"detail":"too long"}]}"#), ": too old, too long");
        let expired = r#"{"code":401,"message":"Token expired at 2026-09-30T12:00:00Z, renew it"}"#;
        assert_eq!(said(expired), ": Token expired at 2026-09-30T12:00:00Z, renew it");
        let status = r#"{"message":"403 FORBIDDEN \"the caller cannot do this\""}"#;
        assert_eq!(said(status), ": 403 FORBIDDEN \"the caller cannot do this\"");
        let named = r#"{"message":"Page \"Merger of ACME\" of Falcon by \u201cBob Miller\u201d is restricted"}"#;
        assert_eq!(said(named), ": Page \"\u{2026}\" of [SECRET] by \"\u{2026}\" is restricted");
        for silent in [
            r#"{"message":"ask me@example.com"}"#,
            r#"{"message":"ask me\u0040example.com"}"#,
            r#"{"message":"ask me%40example.com"}"#,
            r#"{"message":"card 4111 1111 1111 1111"}"#,
            r#"{"message":"card 2026-09-30T4111-1111-1111-1111"}"#,
            r#"{"other":"text"}"#,
            r#""text""#,
            "<html>",
        ] {
            assert_eq!(said(silent), "", "{silent}");
        }
    }

    #[test]
    fn an_excerpt_does_not_name_the_classes_that_threw_it() {
        let thrown = |message: &str| said(&format!(r#"{{"statusCode":400,"message":"{message}"}}"#));
        assert_eq!(thrown("com.atlassian.confluence.api.PermissionException: not permitted"), ": not permitted");
        let nested =
            "org.spring.MismatchException: Failed; nested exception is java.lang.NumberFormatException: For input";
        assert_eq!(thrown(nested), ": Failed; nested exception is For input");
        for kept in ["java.lang.NullPointerException", "IOException: broken", "docs.example.com: no Error", "a.b.c: no"]
        {
            assert_eq!(thrown(kept), format!(": {kept}"));
        }
    }

    #[test]
    fn the_header_of_a_door_says_what_a_body_without_messages_does_not() {
        let of = |header: &str, body: &str| {
            let headers = vec![("www-authenticate".to_owned(), header.to_owned())];
            let answer = Answer { body: body.into(), headers, ..answer(401, "text/html", None) };
            excerpt(&answer, str::to_owned)
        };
        let expired =
            "Bearer realm=\"x\", error=\"invalid_token\", error_description=\"expired on 2026-09-30T12:00:00Z\"";
        assert_eq!(of(expired, "<html>"), ": expired on 2026-09-30T12:00:00Z");
        assert_eq!(of(expired, r#"{"message":"no"}"#), ": no");
        assert_eq!(of("Basic realm=\"x\"", "<html>"), "");
        assert_eq!(of("Bearer error_description=\"ask me@example.com\"", "<html>"), "");
    }

    #[test]
    fn a_page_for_browsers_is_told_with_who_sent_it() {
        let told = |status| {
            let headers = [("server", "squid/6.1"), ("via", "1.1 proxy")];
            let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
            match judged(&Answer { headers, ..answer(status, "text/html", None) }) {
                Some(Verdict::Absent(_, error) | Verdict::Final(error) | Verdict::Renew(error)) => {
                    format!("{}; {}", error.one_line(), error.hint_text().unwrap())
                }
                other => panic!("{other:?}"),
            }
        };
        for status in [403, 404, 407] {
            assert!(
                told(status).contains("text/html (server: squid/6.1, via: 1.1 proxy); this is a page for browsers")
            );
        }
        assert!(told(200).contains("instead of JSON (server: squid/6.1, via: 1.1 proxy); this is a login page"));
        assert!(told(401).contains("answered 401; the credentials"));
    }

    #[test]
    fn back_off_doubles_within_its_bounds() {
        let pause = Duration::from_secs(1);
        for (next, base) in [(2, 1.0), (3, 2.0), (4, 4.0), (30, 30.0)] {
            let wait = back_off(pause, next).as_secs_f64();
            assert!((0.7 * base..=1.3 * base + 0.001).contains(&wait), "try {next}: {wait}");
        }
    }
}
