//! What a failed request to a bucket means, in our words.
//!
//! The client's own texts are not passed on: they hold whole answers, and S3 repeats a refused session token in its
//! answer. Taken out of them are the status, the code and the message of the answer, or the innermost cause.

use catchment_base::error::{Error, printable};
use catchment_base::secret::Secret;
use object_store::Error as Cause;
use std::error::Error as StdError;

/// Characters of a reason at most.
const MOST: usize = 300;

/// The error for a request that failed. `doing` is like "reading", `uri` the object's.
pub(super) fn failed(doing: &str, uri: &str, cause: &Cause, secrets: &[Secret]) -> Error {
    let reason = Reason::of(cause);
    let words = reason.words(secrets);
    let error = Error::failed(format!("{doing} {} failed", printable(uri))).hint(reason.hint(cause));
    if words.is_empty() { error } else { error.because(words) }
}

/// Whether the bucket itself is not there.
pub(super) fn lacks_bucket(cause: &Cause) -> bool {
    Reason::of(cause).code.as_deref() == Some("NoSuchBucket")
}

/// What is known about a failure.
struct Reason {
    status: Option<String>,
    code: Option<String>,
    message: Option<String>,
    innermost: String,
}

impl Reason {
    fn of(cause: &Cause) -> Self {
        let first: &(dyn StdError + 'static) = cause;
        let texts: Vec<String> =
            std::iter::successors(Some(first), |&cause| cause.source()).map(ToString::to_string).collect();
        let whole = texts.join("\n");
        let status = between(&whole, "status code: ", ":");
        let innermost = texts.into_iter().next_back().unwrap_or_default();
        Self { status, code: element(&whole, "Code"), message: element(&whole, "Message"), innermost }
    }

    /// The reason in a few words; none of them where they would hold a secret.
    fn words(&self, secrets: &[Secret]) -> String {
        let known: Vec<&str> =
            [&self.status, &self.code, &self.message].into_iter().flatten().map(String::as_str).collect();
        let words = if known.is_empty() { self.innermost.clone() } else { known.join(": ") };
        if secrets.iter().any(|secret| words.contains(secret.expose())) {
            return "the store's reason repeats a secret and is not shown".to_owned();
        }
        printable(&words.chars().take(MOST).collect::<String>())
    }

    fn hint(&self, cause: &Cause) -> &'static str {
        let code = self.code.as_deref().unwrap_or_default();
        let status = self.status.as_deref().unwrap_or_default();
        match cause {
            _ if code == "NoSuchBucket" => "create the bucket, or correct `to`",
            _ if status.starts_with('3')
                || self.innermost.contains("redirect")
                || matches!(code, "AuthorizationHeaderMalformed" | "IllegalLocationConstraintException") =>
            {
                "set the option aws_region to the region of the bucket, or aws_endpoint to the server that holds it"
            }
            Cause::PermissionDenied { .. } | Cause::Unauthenticated { .. } => {
                "check the credentials (options, AWS_* variables or the machine's role) and their right to get, put, \
                 list and delete objects of this bucket"
            }
            Cause::NotImplemented { .. } | Cause::NotSupported { .. } => {
                "this server does not support enough of the S3 protocol; conditional writes are required"
            }
            _ if status.is_empty() => "check the option aws_endpoint, the credentials and the network",
            _ => "the store has a problem of its own; run the command again later",
        }
    }
}

fn element(text: &str, name: &str) -> Option<String> {
    between(text, &format!("<{name}>"), &format!("</{name}>"))
}

fn between(text: &str, begin: &str, end: &str) -> Option<String> {
    let (_, rest) = text.split_once(begin)?;
    rest.split_once(end).map(|(found, _)| found.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: &str, body: &str) -> Cause {
        Cause::PermissionDenied {
            path: "key".into(),
            source: format!(
                "Error performing GET http://b/key - Server returned non-2xx status code: {status}: {body}"
            )
            .into(),
        }
    }

    #[test]
    fn the_reason_is_taken_out_of_the_answer_and_nothing_else() {
        let body = "<Error><Code>InvalidToken</Code><Message>The token is expired.</Message><Token-0>hunter2</Token-0></Error>";
        let error = failed("reading", "s3://b/key", &refused("403 Forbidden", body), &[]);
        assert_eq!(error.one_line(), "reading s3://b/key failed: 403 Forbidden: InvalidToken: The token is expired.");
        assert!(error.hint_text().unwrap().starts_with("check the credentials"));
        assert!(!format!("{error:?}").contains("hunter2"));
    }

    #[test]
    fn a_secret_in_the_reason_is_not_shown() {
        let cause = refused("403 Forbidden", "<Code>X</Code><Message>no hunter2 here\u{1b}</Message>");
        let shown = failed("reading", "s3://b/key", &cause, &[Secret::new("hunter2".into())]);
        assert!(!shown.one_line().contains("hunter2"), "{}", shown.one_line());
        assert!(failed("reading", "s3://b/key", &cause, &[]).one_line().contains("\\u{1b}"));
    }

    #[test]
    fn hints_follow_the_cause() {
        let hint = |cause: Cause| failed("reading", "u", &cause, &[]).hint_text().unwrap().to_owned();
        assert!(hint(refused("404 Not Found", "<Code>NoSuchBucket</Code>")).contains("create the bucket"));
        assert!(hint(refused("301 Moved Permanently", "")).contains("aws_region"));
        let unreachable = Cause::Generic { store: "S3", source: "connection refused".into() };
        assert!(hint(unreachable).contains("aws_endpoint"));
        let down = Cause::Generic { store: "S3", source: "status code: 503 Slow Down: x".into() };
        assert!(hint(down).contains("again later"));
    }
}
