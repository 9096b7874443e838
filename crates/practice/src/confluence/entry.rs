//! Who is let in, and where: at the site, or at the gateway that takes tokens with scopes.
//!
//! The gateway lies on the same port, below `/ex/confluence/`. What is asked for outside of both leads to tokens (`tokens`).

use super::Options;
use super::connect;
use super::door::{CLOUD_ID, Door};
use super::reply::Reply;
use super::tokens::{self, Tokens};
use axum::http::header::{self, HeaderMap};
use axum::http::request::Parts;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

const TENANT: &str = "/_edge/tenant_info";

/// Where a request leads that passed.
pub(super) enum Passed {
    /// To this path of the site.
    Site(String, Visitor),
    /// To what is answered in front of it.
    Front(Reply),
}

/// Who was let in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Visitor {
    /// The account of the options.
    Account,
    /// Nobody, whom a Data Center lets in as well.
    Anonymous,
}

/// A request before it is let in.
pub(super) struct Visit<'a> {
    pub(super) options: &'a Options,
    pub(super) tokens: &'a Tokens,
    /// The base of the site, as it names it.
    pub(super) base: &'a str,
    pub(super) request: &'a Parts,
    pub(super) sent: &'a [u8],
}

impl Visit<'_> {
    /// Lets a request to this path in, or refuses it.
    pub(super) fn enter(&self, path: &str) -> Result<Passed, Reply> {
        let is_cloud = self.options.door != Door::DataCenter;
        if path == TENANT && is_cloud {
            return Ok(Passed::Front(Reply::json(200, json!({"cloudId": CLOUD_ID}).to_string())));
        }
        if self.options.door == Door::OAuth
            && let Some(reply) = tokens::answer(self, path)
        {
            return Ok(Passed::Front(reply));
        }
        if let Some(below) = path.strip_prefix("/ex/confluence/").filter(|_| is_cloud) {
            let path = below.strip_prefix(CLOUD_ID).ok_or_else(Reply::no_such_path)?;
            return self.at_gateway(path).map(|()| Passed::Site(path.to_owned(), Visitor::Account));
        }
        self.at_site().map(|visitor| Passed::Site(path.to_owned(), visitor))
    }

    fn headers(&self) -> &HeaderMap {
        &self.request.headers
    }

    fn authorization(&self) -> &str {
        self.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The token behind this word.
    fn behind(&self, scheme: &str) -> Option<&str> {
        self.authorization().strip_prefix(scheme)?.strip_prefix(' ')
    }

    fn at_gateway(&self, path: &str) -> Result<(), Reply> {
        let known = match self.options.door {
            Door::Scoped => self.is_account()?,
            Door::OAuth => self.behind("Bearer").is_some_and(|token| self.tokens.spend(token)),
            Door::Token | Door::Connect | Door::DataCenter => false,
        };
        let scopes = &self.options.scopes;
        match known {
            false => Err(Reply::unauthorized("Unauthorized")),
            true if scopes.is_empty() || scopes.iter().any(|scope| scope == scope_of(path)) => Ok(()),
            true => Err(Reply::unauthorized("Unauthorized; scope does not match")),
        }
    }

    fn at_site(&self) -> Result<Visitor, Reply> {
        match self.options.door {
            Door::Token if self.behind("Bearer").is_some() => Err(Reply::no_bearer()),
            Door::Token if self.is_account()? => Ok(Visitor::Account),
            Door::Connect if connect::is_signed(self.options, self.base, self.request, self.behind("JWT")) => {
                Ok(Visitor::Account)
            }
            Door::Connect | Door::OAuth => Err(Reply::unauthorized("Unauthorized")),
            Door::Token | Door::Scoped => Err(Reply::rejected()),
            Door::DataCenter => self.at_data_center(),
        }
    }

    fn at_data_center(&self) -> Result<Visitor, Reply> {
        if let Some(token) = self.behind("Bearer") {
            let is_known = token == self.options.api_token;
            return Ok(if is_known { Visitor::Account } else { Visitor::Anonymous });
        }
        match self.behind("Basic") {
            None => Ok(Visitor::Anonymous),
            Some(_) if self.is_account()? => Ok(Visitor::Account),
            Some(_) => Err(Reply::undecodable().with("X-Seraph-LoginReason", "AUTHENTICATED_FAILED")),
        }
    }

    /// Whether the pair of basic authentication is the one of the options; the name in any case of letters.
    fn is_account(&self) -> Result<bool, Reply> {
        let encoded = self.behind("Basic").ok_or_else(Reply::rejected)?;
        let pair = STANDARD.decode(encoded.trim()).ok().and_then(|pair| String::from_utf8(pair).ok());
        let pair = pair.ok_or_else(Reply::undecodable)?;
        let (name, token) = pair.split_once(':').ok_or_else(Reply::undecodable)?;
        Ok(name.eq_ignore_ascii_case(&self.options.username) && token == self.options.api_token)
    }
}

impl Visitor {
    /// The answer as a Data Center gives it: it says for whom.
    pub(super) fn named(self, reply: Reply, options: &Options) -> Reply {
        match (options.door, self) {
            (Door::DataCenter, Visitor::Anonymous) => reply.with("X-AUSERNAME", "anonymous"),
            (Door::DataCenter, Visitor::Account) => {
                let name: String = url::form_urlencoded::byte_serialize(options.username.as_bytes()).collect();
                reply.with("X-AUSERNAME", name)
            }
            _ => reply,
        }
    }
}

/// What no token has: the path is none of the API.
const NO_SCOPE: &str = "none";

/// The scope that a path asks for (OpenAPI of v2 and v1, `security`).
fn scope_of(path: &str) -> &'static str {
    let below = path.trim_start_matches("/wiki/").split('?').next().unwrap_or_default();
    let parts: Vec<&str> = below.split('/').collect();
    match parts[..] {
        ["rest", "api", ref v1 @ ..] => scope_of_v1(v1),
        ["api", "v2", ref v2 @ ..] => scope_of_v2(v2),
        _ => NO_SCOPE,
    }
}

fn scope_of_v1(parts: &[&str]) -> &'static str {
    match parts {
        ["user", ..] => "read:confluence-user",
        ["content", "search"] | ["search"] => "search:confluence",
        ["search", "user"] => "read:content-details:confluence",
        ["content", .., "download"] => "readonly:content.attachment:confluence",
        ["content", ..] => "read:confluence-content.all",
        ["group", ..] => "read:confluence-groups",
        ["audit", ..] => "read:audit-log:confluence",
        ["analytics", ..] => "read:confluence-content.summary",
        ["settings", "systemInfo"] => "manage:confluence-configuration",
        _ => NO_SCOPE,
    }
}

fn scope_of_v2(parts: &[&str]) -> &'static str {
    match parts {
        ["space-roles", ..] | ["spaces", _, "role-assignments"] => "read:space.permission:confluence",
        ["space-role-mode"] => "read:configuration:confluence",
        ["users-bulk"] => "read:user:confluence",
        ["content", ..] | [_, _, "ancestors"] => "read:content.metadata:confluence",
        ["footer-comments" | "inline-comments", ..] | [.., "footer-comments" | "inline-comments"] => {
            "read:comment:confluence"
        }
        ["attachments", ..] | [.., "attachments"] => "read:attachment:confluence",
        ["labels"] => "read:label:confluence",
        ["tasks", ..] => "read:task:confluence",
        ["folders", ..] => "read:folder:confluence",
        ["whiteboards", ..] => "read:whiteboard:confluence",
        ["databases", ..] => "read:database:confluence",
        ["embeds", ..] => "read:embed:confluence",
        ["pages" | "blogposts", ..] | ["labels" | "spaces", _, "pages" | "blogposts"] => "read:page:confluence",
        ["spaces", ..] => "read:space:confluence",
        _ => NO_SCOPE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_asks_for_one_scope() {
        for (path, scope) in [
            ("/wiki/api/v2/spaces?limit=1", "read:space:confluence"),
            ("/wiki/api/v2/spaces/7/pages", "read:page:confluence"),
            ("/wiki/api/v2/blogposts/7", "read:page:confluence"),
            ("/wiki/api/v2/pages/7/attachments", "read:attachment:confluence"),
            ("/wiki/api/v2/content/convert-ids-to-types", "read:content.metadata:confluence"),
            ("/wiki/api/v2/pages/7/ancestors", "read:content.metadata:confluence"),
            ("/wiki/api/v2/footer-comments/7/children", "read:comment:confluence"),
            ("/wiki/api/v2/pages/7/inline-comments", "read:comment:confluence"),
            ("/wiki/api/v2/labels/7/attachments", "read:attachment:confluence"),
            ("/wiki/api/v2/labels/7/pages", "read:page:confluence"),
            ("/wiki/api/v2/labels?limit=1", "read:label:confluence"),
            ("/wiki/api/v2/spaces/7/role-assignments", "read:space.permission:confluence"),
            ("/wiki/api/v2/spaces/7/permissions", "read:space:confluence"),
            ("/wiki/rest/api/content/7/restriction/byOperation", "read:confluence-content.all"),
            ("/wiki/rest/api/group/7/membersByGroupId", "read:confluence-groups"),
            ("/wiki/rest/api/nowhere", "none"),
            ("/wiki/rest/api/user/current", "read:confluence-user"),
            ("/wiki/rest/api/content/7/child/attachment/att8/download", "readonly:content.attachment:confluence"),
        ] {
            assert_eq!(scope_of(path), scope, "{path}");
        }
    }
}
