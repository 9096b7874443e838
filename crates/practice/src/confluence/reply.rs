//! The errors of Confluence, in its own words.

pub(super) use crate::reply::Reply;

use chrono::{NaiveDateTime, TimeDelta};
use serde_json::json;
use url::form_urlencoded;

impl Reply {
    /// An error of the v2 API.
    fn error(status: u16, code: &str, title: &str, detail: Option<&str>) -> Self {
        let error = json!({"status": status, "code": code, "title": title, "detail": detail});
        Self::json(status, json!({"errors": [error]}).to_string())
    }

    fn invalid(title: &str, detail: Option<&str>) -> Self {
        Self::error(400, "INVALID_REQUEST_PARAMETER", title, detail)
    }

    pub(super) fn wrong_type(parameter: &str, expected: &str) -> Self {
        let title = format!("Provided value for '{parameter}' is not the correct type. Expected type is {expected}.");
        Self::invalid(&title, None)
    }

    pub(super) fn unknown_parameter(parameter: &str) -> Self {
        Self::invalid(&format!("The query parameter '{parameter}' is not known to this operation."), None)
    }

    pub(super) fn repeated_parameter(parameter: &str) -> Self {
        Self::invalid(&format!("The query parameter '{parameter}' must be given only once."), None)
    }

    pub(super) fn too_many(parameter: &str, most: usize) -> Self {
        Self::invalid(&format!("Too many values for '{parameter}'. The maximum is {most}."), None)
    }

    pub(super) fn out_of_range(parameter: &str, least: u64, most: u64) -> Self {
        Self::invalid(&format!("Provided value for '{parameter}' is not between {least} and {most}."), None)
    }

    pub(super) fn bad_cursor() -> Self {
        let title = "Provided value for 'cursor' is not the correct type. Expected type is Cursor.";
        let detail = "The provided cursor was not valid. You can get a new valid cursor by making the original \
                      pagination request again.";
        Self::invalid(title, Some(detail))
    }

    pub(super) fn not_found() -> Self {
        Self::error(404, "NOT_FOUND", "Not Found", None)
    }

    /// An address that is too long for what stands before the site.
    pub(super) fn too_long() -> Self {
        Self::html(414, "<html><head><title>414 Request-URI Too Large</title></head></html>")
    }

    /// A POST that is not JSON.
    pub(super) fn wrong_media(media: &str) -> Self {
        let text = "org.springframework.web.HttpMediaTypeNotSupportedException: Content-Type";
        Self::error(415, "UNSUPPORTED_MEDIA_TYPE", &format!("{text} '{media}' is not supported"), None)
    }

    /// A POST whose body is not what the operation takes.
    pub(super) fn bad_body(why: &str) -> Self {
        Self::invalid(&format!("Provided value for 'contentIds' {why}."), None)
    }

    /// A question for people that is not what the operation takes.
    pub(super) fn bad_accounts(why: &str) -> Self {
        Self::invalid(&format!("Provided value for 'accountIds' {why}."), None)
    }

    /// An error of v1 with a message.
    fn v1_exception(status: u16, exception: &str, why: &str) -> Self {
        let data = json!({"authorized": status != 403, "valid": true, "errors": [], "successful": status == 410});
        let message = format!("com.atlassian.confluence.api.service.exceptions.{exception}: {why}");
        Self::json(status, json!({"statusCode": status, "data": data, "message": message}).to_string())
    }

    /// Nobody has this account id.
    pub(super) fn no_such_user(account: &str) -> Self {
        Self::v1_exception(404, "NotFoundException", &format!("No user found with account id : {account}"))
    }

    /// No group has this id.
    pub(super) fn no_such_group(id: &str) -> Self {
        Self::v1_exception(404, "NotFoundException", &format!("No group found with id : {id}"))
    }

    /// Only administrators may ask for this.
    pub(super) fn not_admin() -> Self {
        Self::v1_exception(403, "PermissionException", "Only administrators are permitted to view the audit log")
    }

    /// The plan of the site has no analytics.
    pub(super) fn no_analytics() -> Self {
        Self::v1_exception(403, "PermissionException", "Analytics are not available for this site")
    }

    /// An operation of v1 that has been removed.
    pub(super) fn gone() -> Self {
        Self::v1_exception(410, "pagesmodes.GoneException", "This deprecated endpoint has been removed.")
    }

    /// A batch with restrictions of ancestors, one of which cannot be read (CONFCLOUD-77618).
    pub(super) fn lost_ancestor(id: u64) -> Self {
        let text = format!("No content with id <ContentId{{id={id}}}> can be found");
        let data = json!({"authorized": false, "valid": false, "successful": false,
                          "errors": [{"message": {"translation": text}}]});
        Self::json(404, json!({"statusCode": 404, "data": data}).to_string())
    }

    /// The same failure in its other words (CONFCLOUD-76424).
    pub(super) fn outdated_ancestor() -> Self {
        let message = "Cannot find content. Outdated version/old_draft/trashed? Please provide valid ContentId.";
        Self::json(404, json!({"message": message}).to_string())
    }

    /// 429 of Confluence Cloud at this time, with the end of the hour as the vendor writes it: without seconds.
    pub(super) fn limited(now: NaiveDateTime) -> Self {
        let reset = now + TimeDelta::hours(1);
        Self::too_many_requests()
            .with("X-RateLimit-Reset", reset.format("%Y-%m-%dT%H:00Z").to_string())
            .with("RateLimit-Reason", "confluence-quota-global-based")
    }

    /// A small picture with some letters.
    pub(super) fn picture(letters: &str) -> Self {
        let picture = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"48\" height=\"48\"><text y=\"32\">{letters}</text></svg>"
        );
        Self { status: 200, media: "image/svg+xml", headers: Vec::new(), body: picture.into_bytes() }
    }

    /// What v1 answers for content that is not there, or that the account does not see.
    pub(super) fn no_such_content(id: &str) -> Self {
        let text = format!("No content with id <ContentId{{id={id}}}> can be found");
        let data = json!({"authorized": false, "valid": true, "successful": false,
                          "errors": [{"message": {"translation": text}}]});
        let message = format!("com.atlassian.confluence.api.service.exceptions.NotFoundException: {text}");
        Self::json(404, json!({"statusCode": 404, "data": data, "message": message}).to_string())
    }

    /// A bad request to v1.
    pub(super) fn bad_v1_request(why: &str) -> Self {
        let data = json!({"authorized": false, "valid": true, "errors": [], "successful": false});
        let message = format!("com.atlassian.confluence.api.service.exceptions.BadRequestException: {why}");
        Self::json(400, json!({"statusCode": 400, "data": data, "message": message}).to_string())
    }

    /// A bad request to v1 that is refused before it is understood.
    pub(super) fn v1_error(message: String) -> Self {
        Self::json(400, json!({"statusCode": 400, "message": message}).to_string())
    }

    /// A cursor that no search gave out.
    pub(super) fn bad_search_cursor() -> Self {
        Self::v1_error(
            "com.atlassian.confluence.api.service.exceptions.scale.SSStatusCodeException: CQL was parsed but the \
             search manager was unable to execute the search. Error message: There was an illegal request passed to \
             XP-Search Aggregator API : HTTP/1.1 400 Bad Request"
                .to_owned(),
        )
    }

    /// The download servlet of the web pages, which takes no API token.
    pub(super) fn no_servlet(base: &str) -> Self {
        let site: String = form_urlencoded::byte_serialize(base.as_bytes()).collect();
        Self::html(401, "<!doctype html><html><head><title>Unauthorized</title></head><body></body></html>")
            .with("WWW-Authenticate", format!("OAuth realm=\"{site}\""))
    }

    /// 302 to a signed link.
    pub(super) fn see(link: String) -> Self {
        Self::html(302, "").with("Location", link)
    }

    pub(super) fn forbidden() -> Self {
        Self::error(403, "FORBIDDEN", "Permission denied", None)
    }

    /// What a body that cannot be rendered gives.
    pub(super) fn broken() -> Self {
        Self::error(500, "INTERNAL_SERVER_ERROR", "Internal Server Error", None)
    }

    pub(super) fn wrong_method(method: &str) -> Self {
        let text = "org.springframework.web.HttpRequestMethodNotSupportedException: Request method";
        Self::error(405, "METHOD_NOT_ALLOWED", &format!("{text} '{method}' not supported"), None)
    }

    /// No operation of v1 at this address: JSON for whoever accepts it, else XML.
    pub(super) fn no_such_operation(address: &str, as_json: bool) -> Self {
        let message = format!("null for uri: {address}");
        if as_json {
            return Self::json(404, json!({"message": message, "status-code": 404}).to_string());
        }
        let message = message.replace('&', "&amp;").replace('<', "&lt;");
        let body = format!("<status><status-code>404</status-code><message>{message}</message></status>");
        Self { status: 404, media: "application/xml", headers: Vec::new(), body: body.into_bytes() }
    }

    /// No such path outside of v1: a page for people.
    pub(super) fn no_such_path() -> Self {
        Self::html(404, "<!DOCTYPE html><html><head><title>Page Not Found</title></head><body></body></html>")
    }

    /// Missing or rejected credentials (Confluence answers 403, not 401).
    pub(super) fn rejected() -> Self {
        let message = "com.atlassian.confluence.mvc.rest.common.exception.StacklessResponseStatusException: \
                       403 FORBIDDEN \"Request rejected because caller cannot access Confluence\"";
        Self::json(403, json!({"statusCode": 403, "message": message}).to_string())
    }

    /// What the gateway answers to a token that it does not take.
    pub(super) fn unauthorized(message: &str) -> Self {
        Self::json(401, json!({"code": 401, "message": message}).to_string())
    }

    /// Who is asking where nobody has logged in.
    pub(super) fn nobody() -> Self {
        Self::json(200, json!({"type": "anonymous", "displayName": "Anonymous"}).to_string())
    }

    /// An opaque bearer token at the address of the site.
    pub(super) fn no_bearer() -> Self {
        Self::json(403, json!({"error": "Failed to parse Connect Session Auth Token"}).to_string())
    }

    /// A Basic value that is no Base64.
    pub(super) fn undecodable() -> Self {
        let page = "<!doctype html><html lang=\"en\"><head><title>HTTP Status 401 – Unauthorized</title></head>\
                    <body><h1>HTTP Status 401 – Unauthorized</h1></body></html>";
        Self::html(401, page).with("WWW-Authenticate", "Basic realm=\"Confluence\"")
    }
}
