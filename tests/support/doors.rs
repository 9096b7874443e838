//! Clients of a site, let in by its doors.

use super::server::Server;
use catchment_base::response::Request;
use catchment_base::secret::Secret;
use catchment_io::http::{Ask, Http, Posts, Site, Transport};
use catchment_source::auth::{Door, Grant, Remedies, SendAs};
use catchment_source::budget::Budget;
use catchment_source::client::{Asking, Client, Log, Refusal};
use catchment_source::{objects, retry};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// The longest that a request takes.
pub const TIMEOUT: Duration = Duration::from_secs(2);

/// A client of a site behind this door.
pub fn client(site: &str, door: Door) -> Client {
    let url = Url::parse(site).unwrap();
    let pause = Duration::from_millis(1);
    let budget = Budget::of(&url.origin().ascii_serialization(), 60_000, pause);
    let http = Http::new(Site {
        url,
        signer: door,
        timeout: TIMEOUT,
        compression: false,
        transport: Transport::default(),
        posts: Posts::Described,
    })
    .unwrap();
    // A key in the address would be on record.
    let recorded = ["a", "api_key"].map(str::to_owned).to_vec();
    Client::new(http, budget, pause, Arc::new(str::to_owned), recorded)
}

/// A request below the site.
pub fn at(site: &str, path: &str) -> Ask {
    Ask::get(Url::parse(&format!("{site}{path}")).unwrap())
}

/// What a request came to: the status or the refusal, and the tries.
pub async fn asked(client: &Client, asking: impl Into<Asking<'_>>) -> (Result<u16, Refusal>, Vec<Request>) {
    let mut log = Log::default();
    let outcome = client.ask(asking, retry::FEW_TRIES, &mut log, |_| Ok::<(), String>(())).await;
    (outcome.map(|(answer, ())| answer.status), log.requests)
}

/// All that is told of a refusal.
pub fn told(refusal: Refusal) -> String {
    let error = objects::into_error(refusal, "it");
    format!("{} | {}", error.one_line(), error.hint_text().unwrap_or_default())
}

/// A secret.
pub fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

/// What a client is granted by the token endpoint of this server, for this site.
pub fn grant(endpoint: &Server, site: &str, secret_text: &str) -> Grant {
    Grant {
        person: None,
        user: None,
        token_url: Url::parse(&format!("http://{}/oauth/token", endpoint.host())).unwrap(),
        client_id: secret("client of a test"),
        client_secret: secret(secret_text),
        send_as: SendAs::Form,
        scope: None,
        site: Url::parse(site).unwrap(),
        also: Vec::new(),
        base_from: None,
        account_from: None,
        domain: None,
        remedies: Remedies::USUAL,
        timeout: TIMEOUT,
        transport: Transport::default(),
    }
}
