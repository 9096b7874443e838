//! The streams that both deployments have by the same paths: boards (Agile 1.0), and service desks with their requests (the API of
//! Service Management). They differ in the member by which people go, `person`.

use super::endpoint::{Endpoint, Row};
use super::streams::{APPROVAL, BOARD, ISSUES, ORGANIZATION, QUEUE, REQUEST, REQUEST_TYPE, SERVICE_DESK, SPRINT};
use crate::Stream;
use crate::refused::{Meaning, Refused};
use catchment_base::response::Carried;
use std::borrow::Cow;

/// The type of projects whose issues are requests.
const OF_DESK: &str = "service_desk";
/// Issues that are no requests, in the form of errors of Service Management: a site without it, or what stands before the site,
/// answers in another one.
const NO_REQUEST: &[Refused] = &[nothing(404, "i18nErrorMessage")];
/// Boards without sprints, as the site says in most languages. The path in an error has the word in another form.
const NO_SPRINTS: &[Refused] = &[nothing(400, " sprints"), nothing(400, " Sprints")];
/// Results of a page of boards.
const MOST: u32 = 50;
/// What lies in service desks is listed for each of them.
pub(super) const DESK: &[&str; 1] = &["service_desk"];

/// A refusal with this text that means that there are none.
const fn nothing(status: u16, says: &'static str) -> Refused {
    Refused { status, says: Some(Cow::Borrowed(says)), means: Meaning::Nothing, told: None }
}

/// Boards.
pub(super) const fn boards() -> Row {
    Row::swept(BOARD, "board", "values", Endpoint::paged("/rest/agile/1.0/board", MOST))
}

/// Sprints of boards that have some.
pub(super) const fn sprints() -> Row {
    Row::part(SPRINT, "sprint", &["board"], "values", Endpoint::paged("/rest/agile/1.0/board/{}/sprint", MOST))
        .refusing(NO_SPRINTS)
}

/// Service desks.
pub(super) const fn service_desks() -> Row {
    Row::swept(SERVICE_DESK, "service_desk", "values", Endpoint::desk("/rest/servicedeskapi/servicedesk"))
}

/// Organizations of customers.
pub(super) const fn organizations() -> Row {
    Row::swept(ORGANIZATION, "organization", "values", Endpoint::desk("/rest/servicedeskapi/organization"))
}

/// Members of organizations.
pub(super) const fn organization_members(person: &'static [&'static str]) -> Row {
    let listing = Endpoint::desk("/rest/servicedeskapi/organization/{}/user");
    Row::part(ORGANIZATION, "organization_member", &["organization"], "values", listing).of_people(person)
}

/// Types of requests.
pub(super) const fn request_types() -> Row {
    let listing = Endpoint::desk("/rest/servicedeskapi/servicedesk/{}/requesttype");
    Row::part(REQUEST_TYPE, "request_type", DESK, "values", listing)
}

/// Queues of agents.
pub(super) const fn queues() -> Row {
    Row::part(QUEUE, "queue", DESK, "values", Endpoint::desk("/rest/servicedeskapi/servicedesk/{}/queue"))
}

/// The request that an issue of a service desk is.
pub(super) const fn requests() -> Row {
    let listing = Endpoint::once("/rest/servicedeskapi/request/{}")
        .with(&[("expand", "participant,status,sla,requestType,serviceDesk")]);
    Row::part(REQUEST, "request", &[ISSUES], "", listing)
        .one()
        .known_by(&["issueId"])
        .unique()
        .followed()
        .running()
        .of_status(&[OF_DESK])
        .refusing(NO_REQUEST)
}

/// What requests were promised, and when. Some sites tell no ids of the metrics.
pub(super) const fn slas() -> Row {
    let listing = Endpoint::desk("/rest/servicedeskapi/request/{}/sla");
    of_request("sla", "sla.values", "sla.isLastPage", listing).or_known_by(&["_links.self", "name"])
}

/// People who take part in requests.
pub(super) const fn participants(person: &'static [&'static str]) -> Row {
    let listing = Endpoint::desk("/rest/servicedeskapi/request/{}/participant");
    of_request("request_participant", "participants.values", "participants.isLastPage", listing).of_people(person)
}

/// Approvals of requests.
pub(super) const fn approvals() -> Row {
    let listing = Endpoint::desk("/rest/servicedeskapi/request/{}/approval");
    Row::part(APPROVAL, "approval", &["request"], "values", listing).followed()
}

/// What a request carries of another stream.
const fn of_request(name: &'static str, list: &'static str, proof: &'static str, listing: Endpoint) -> Row {
    let row = Row::part(REQUEST, name, &["request"], "values", listing).followed();
    Row { stream: Stream { carried: Some(Carried::List { list, proof }), ..row.stream }, ..row }
}
