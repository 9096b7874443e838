//! OAuth 2: a client gets a token, and a new one when it ends. It acts for itself with its credentials (RFC 6749, 4.4), as an
//! account with its password (4.3), or for a person who consented ([`Person`]), whose refresh token is exchanged (RFC 6749, 6).
//!
//! Id and secret of the client and the refresh token go to the token endpoint and nowhere else; the token goes to the site and
//! nowhere else. All walks of a connection share one token and one renewal. Tokens are not stored. Of a person the refresh
//! token is, by a [`Keep`]: the endpoint takes each of them once, so its successor is kept before the token that came with it
//! is used.

use crate::retry;
use catchment_base::clock::{self, Instant};
use catchment_base::error::{Error, Kind, Result, printable};
use catchment_base::response::json_text;
use catchment_base::secret::Secret;
use catchment_io::credentials::Credentials;
use catchment_io::http::{
    Answer, Outgoing, Ready, Service, Signer, Stamp, Transport, Trouble, has_user, is_loopback, is_sendable,
};
use serde_json::Value;
use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use url::{Url, form_urlencoded};

/// A token is renewed so long before its end, or after half of its time.
const MARGIN: Duration = Duration::from_secs(60);
/// No token is taken to last longer.
const LONGEST: u64 = 30 * 24 * 3600;
/// The longest that the token endpoint may take.
const PATIENCE: Duration = Duration::from_secs(30);
const HINT: &str = "check token_url, client_id and client_secret, and that this client may use client credentials";

/// What to do where no token is got.
#[derive(Clone, Copy, Debug)]
pub struct Remedies {
    /// Where the endpoint refuses the client, or the account that it acts as.
    pub refused: &'static str,
    /// Where what answers is no token endpoint.
    pub elsewhere: &'static str,
    /// Refusals of the endpoint that say more; the first that fits counts.
    pub told: &'static [Remedy],
}

/// What to do about one refusal of a token endpoint.
#[derive(Clone, Copy, Debug)]
pub struct Remedy {
    /// Words of the answer, in small letters.
    pub says: &'static str,
    /// What to do.
    pub hint: &'static str,
}

impl Remedies {
    /// Those of a client that acts for itself, and of which a setting says where tokens are given out.
    pub const USUAL: Self =
        Self { refused: HINT, elsewhere: "check token_url: what answers there is no token endpoint", told: &[] };

    /// What to do where the endpoint refuses with this body, and something else is usual.
    fn of(&self, body: &[u8]) -> Option<&'static str> {
        let said = String::from_utf8_lossy(body).to_lowercase();
        self.told.iter().find(|remedy| said.contains(remedy.says)).map(|remedy| remedy.hint)
    }

    /// What to do where the endpoint refuses with this body.
    pub fn hint(&self, body: &[u8]) -> &'static str {
        self.of(body).unwrap_or(self.refused)
    }
}

/// How the id and the secret of a client are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendAs {
    /// As fields of the form.
    Form,
    /// As user name and password of basic authentication.
    Basic,
}

/// Waits for a refresh token.
pub type Holding<'a> = Pin<Box<dyn Future<Output = Result<Box<dyn Held>>> + Send + 'a>>;

/// Keeps the refresh token of a connection.
pub trait Keep: Send + Sync {
    /// Waits until no other process exchanges the token, and holds it.
    fn hold(&self) -> Holding<'_>;
}

/// A refresh token that no other process exchanges meanwhile.
pub trait Held: Send {
    /// The token.
    fn token(&self) -> &Secret;

    /// Puts its successor in its place; durable when it returns.
    fn replace(&self, token: &Secret) -> Result<()>;
}

/// Whoever keeps the refresh token of a connection.
pub type Keeper = Arc<dyn Keep>;

/// A person for whom a client acts.
pub struct Person {
    /// Keeps the refresh token.
    pub keeper: Keeper,
    /// What to do where it is not taken any more.
    pub hint: String,
}

/// What a client is granted, and where it asks for it.
pub struct Grant {
    /// The person for whom the client acts; nobody where it acts for itself.
    pub person: Option<Person>,
    /// The account that the client acts as, with its password (RFC 6749, 4.3); nothing where it acts for itself or for a person.
    pub user: Option<(String, Secret)>,
    /// The token endpoint; https, unless it is this machine or the site itself is asked in plain http.
    pub token_url: Url,
    /// The id of the client.
    pub client_id: Secret,
    /// Its secret.
    pub client_secret: Secret,
    /// How both are sent.
    pub send_as: SendAs,
    /// The scopes that are asked for, with spaces between.
    pub scope: Option<String>,
    /// The base URL of the site.
    pub site: Url,
    /// Other base URLs to which the token may go.
    pub also: Vec<Url>,
    /// The member of the answer that names the origin which is to be asked: the site's, or one of `also`.
    pub base_from: Option<String>,
    /// The member of the answer with an address whose last two parts name the account.
    pub account_from: Option<String>,
    /// A domain below which it may name another origin, by https: the first one that it names counts.
    pub domain: Option<&'static str>,
    /// What to do where no token is got.
    pub remedies: Remedies,
    /// Bound on a request for a token; more than 30 s it never takes.
    pub timeout: Duration,
    /// How requests leave the machine.
    pub transport: Transport,
}

/// The tokens of one connection.
pub(super) struct Tokens {
    grant: Grant,
    service: Service,
    /// Id and secret of the client, which no answer may give back into a message.
    client: Credentials,
    /// The origin below the domain that an answer has named.
    named: OnceLock<[Url; 1]>,
    /// Held while a token is asked for.
    asking: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    /// Whether the site did not take the token.
    is_refused: bool,
    /// How often no token was got, and why the last time.
    failures: u64,
    failure: Failure,
    /// Id and secret of the client, the token in force and the one before it.
    secrets: Arc<Credentials>,
}

/// Why no token was got.
#[derive(Clone, Default)]
struct Failure {
    cause: String,
    /// What to do, where another try brings nothing.
    hint: Option<String>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let hint = error.hint_text().unwrap_or("run the command again").to_owned();
        Self { cause: error.one_line(), hint: Some(hint) }
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        match failure.hint {
            Some(hint) => Self::Final(Error::new(Kind::Denied, failure.cause).hint(hint)),
            None => Self::Transport(failure.cause),
        }
    }
}

struct Token {
    stamp: Stamp,
    secret: Secret,
    /// Where it is to be used, where that is not the site.
    base: Option<Url>,
    /// When the next one is asked for; nothing where the answer tells no end.
    until: Option<Instant>,
    /// The refresh token that came with it.
    refresh: Option<Secret>,
    /// The account for which it was issued.
    account: Option<String>,
}

impl Tokens {
    pub(super) fn new(grant: Grant) -> Result<Self> {
        for url in grant.also.iter().chain([&grant.token_url]) {
            prove_url(url, &grant.site)?;
        }
        let (id, secret) = (&grant.client_id, &grant.client_secret);
        // With basic authentication both are written as in a form.
        let client = Credentials::default()
            .with(id)
            .with_pair(id.expose(), secret)
            .with_pair(&in_form(id), &Secret::new(in_form(secret)));
        let client = match &grant.user {
            Some((username, password)) => client.with_pair(username, password),
            None => client,
        };
        let service = Service::new(grant.token_url.clone(), grant.timeout.min(PATIENCE), &grant.transport)?;
        let state = State { secrets: Arc::new(client.clone()), ..State::default() };
        let (asking, state, named) = (tokio::sync::Mutex::default(), Mutex::new(state), OnceLock::new());
        Ok(Self { grant, service, client, named, asking, state })
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks for a token. Who waits while another walk asks takes what that one gets, be it none.
    async fn get_ready(&self) -> Result<(), Trouble> {
        let failures = match self.state() {
            state if state.is_ready() => return Ok(()),
            state => state.failures,
        };
        let _asking = self.asking.lock().await;
        match self.state() {
            state if state.is_ready() => return Ok(()),
            state if state.failures > failures => return Err(state.failure.clone().into()),
            _ => {}
        }
        let outcome = match &self.grant.person {
            None if self.grant.user.is_some() => self.ask_as_user().await,
            None => self.ask_for_itself().await,
            Some(person) => self.ask_for(person).await,
        };
        self.state().take(outcome, &self.client).map_err(Trouble::from)
    }

    async fn ask_for_itself(&self) -> Result<Token, Failure> {
        let mut fields = vec![("grant_type", "client_credentials")];
        fields.extend(self.grant.scope.as_deref().map(|scope| ("scope", scope)));
        self.token(&self.ask(fields, &self.client, self.grant.remedies.refused).await?)
    }

    /// The account's token: by the refresh token of the former one where there is one that is taken, else by the password.
    async fn ask_as_user(&self) -> Result<Token, Failure> {
        let Some((username, password)) = &self.grant.user else { return self.ask_for_itself().await };
        let former = self.state().token.as_ref().and_then(|token| token.refresh.clone());
        if let Some(refresh) = former {
            let fields = vec![("grant_type", "refresh_token"), ("refresh_token", refresh.expose())];
            let secrets = self.client.clone().with(&refresh);
            if let Ok(answer) = self.ask(fields, &secrets, self.grant.remedies.refused).await {
                return self.token(&answer);
            }
        }
        let fields = vec![("grant_type", "password"), ("username", username), ("password", password.expose())];
        self.token(&self.ask(fields, &self.client, self.grant.remedies.refused).await?)
    }

    async fn ask_for(&self, person: &Person) -> Result<Token, Failure> {
        let held = person.keeper.hold().await?;
        let fields = vec![("grant_type", "refresh_token"), ("refresh_token", held.token().expose())];
        let secrets = self.client.clone().with(held.token());
        let token = self.token(&self.ask(fields, &secrets, &person.hint).await?)?;
        if let Some(next) = &token.refresh {
            held.replace(next)?;
        }
        Ok(token)
    }

    /// An answer of the token endpoint with 200. Where it is only ill it is asked again as the site is; else the hint says
    /// what to do.
    async fn ask(&self, mut fields: Vec<(&str, &str)>, secrets: &Credentials, hint: &str) -> Result<Answer, Failure> {
        let Grant { client_id: id, client_secret: secret, send_as, .. } = &self.grant;
        let outcome = match send_as {
            SendAs::Form => {
                fields.extend([("client_id", id.expose()), ("client_secret", secret.expose())]);
                self.service.post_form(&fields, None).await
            }
            SendAs::Basic => {
                let (id, secret) = (in_form(id), Secret::new(in_form(secret)));
                self.service.post_form(&fields, Some((&id, &secret))).await
            }
        };
        match outcome {
            Ok(answer) if answer.status == 200 => Ok(answer),
            Ok(answer) => {
                let hint = match answer.status {
                    408 | 429 | 500..=599 => None,
                    300..=399 | 404 | 405 | 410 => Some(self.grant.remedies.elsewhere),
                    _ => Some(self.grant.remedies.of(&answer.body).unwrap_or(hint)),
                };
                Err(self.failure(&said(&answer, secrets), hint))
            }
            Err(trouble) => {
                let is_ill = matches!(trouble, Trouble::Transport(_) | Trouble::Cut(_));
                Err(self.failure(&format!(": {trouble}"), (!is_ill).then_some(hint)))
            }
        }
    }

    fn failure(&self, what: &str, hint: Option<&str>) -> Failure {
        let origin = self.grant.token_url.origin().ascii_serialization();
        Failure { cause: format!("the token endpoint at {origin}{what}"), hint: hint.map(str::to_owned) }
    }

    /// The token of an answer.
    fn token(&self, answer: &Answer) -> Result<Token, Failure> {
        let lacks = |what: &str| self.failure(&format!(" answered 200 {what}"), Some(self.grant.remedies.elsewhere));
        let body: Value = serde_json::from_slice(json_text(&answer.body)).map_err(|_| lacks("without JSON"))?;
        let text = |name: &str| body.get(name).and_then(Value::as_str);
        if text("token_type").is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
            return Err(lacks("with a token that is no bearer token"));
        }
        let token = text("access_token").filter(|token| !token.is_empty() && is_sendable(token));
        let secret = Secret::new(token.ok_or_else(|| lacks("without a token that can be sent"))?.to_owned());
        let base = match &self.grant.base_from {
            None => None,
            Some(member) => {
                let named = text(member).ok_or_else(|| lacks(&format!("without `{}`", printable(member))))?;
                self.base(named)?
            }
        };
        let lasts = body.get("expires_in").and_then(seconds).map(Duration::from_secs);
        let until = lasts.map(|lasts| clock::instant() + lasts - MARGIN.min(lasts / 2));
        let refresh =
            text("refresh_token").filter(|token| !token.is_empty()).map(|token| Secret::new(token.to_owned()));
        let account = self.grant.account_from.as_deref().and_then(text).and_then(account_of);
        Ok(Token { stamp: Stamp::default(), secret, base, until, refresh, account })
    }

    /// The base URL that the answer names: nothing where it is the site's own origin, an error where it is none of ours.
    fn base(&self, named: &str) -> Result<Option<Url>, Failure> {
        let origin = Url::parse(named).ok().map(|url| url.origin());
        if origin.as_ref() == Some(&self.grant.site.origin()) {
            return Ok(None);
        }
        let known = self.also().iter().find(|base| Some(base.origin()) == origin);
        let known = known.or_else(|| self.below_domain(named).filter(|base| Some(base.origin()) == origin));
        known.map(|base| Some(base.clone())).ok_or_else(|| {
            let told = origin.map_or("no URL".to_owned(), |origin| printable(&origin.ascii_serialization()));
            let hint = "the token was not sent: check url, which must be the address of the site named there";
            self.failure(&format!(" names {told} as the site, which is not the configured one"), Some(hint))
        })
    }
}

impl Tokens {
    /// The origin below the domain of the grant that an answer names; the first one stays.
    fn below_domain(&self, named: &str) -> Option<&Url> {
        let url = Url::parse(named).ok().filter(|url| url.scheme() == "https" && !has_user(url))?;
        let domain = self.grant.domain?;
        url.host_str()?.strip_suffix(domain)?.ends_with('.').then_some(())?;
        let origin = Url::parse(&url.origin().ascii_serialization()).ok()?;
        Some(&self.named.get_or_init(|| [origin])[0])
    }
}

impl State {
    fn is_ready(&self) -> bool {
        let lasts = |token: &Token| token.until.is_none_or(|until| clock::instant() < until);
        !self.is_refused && self.token.as_ref().is_some_and(lasts)
    }

    fn take(&mut self, outcome: Result<Token, Failure>, client: &Credentials) -> Result<(), Failure> {
        let token = match outcome {
            Ok(token) => token,
            Err(failure) => {
                self.failures += 1;
                self.failure = failure.clone();
                return Err(failure);
            }
        };
        let former = self.token.take();
        let stamp = Stamp(former.as_ref().map_or(0, |former| former.stamp.0) + 1);
        let secrets = token.refresh.iter().fold(client.clone().with(&token.secret), |all, refresh| all.with(refresh));
        let former = former.iter().flat_map(|former| [Some(&former.secret), former.refresh.as_ref()]).flatten();
        self.secrets = Arc::new(former.fold(secrets, |secrets, former| secrets.with(former)));
        self.token = Some(Token { stamp, ..token });
        self.is_refused = false;
        Ok(())
    }
}

impl Signer for Tokens {
    fn also(&self) -> &[Url] {
        self.named.get().map_or(&self.grant.also, |named| named)
    }

    fn ready(&self) -> Ready<'_> {
        Box::pin(self.get_ready())
    }

    fn sign(&self, request: &mut Outgoing) -> Result<Stamp> {
        let state = self.state();
        // A token that was refused or has ended meanwhile is answered with 401, and renewed then.
        let token = state.token.as_ref().ok_or_else(|| Error::failed("no token was received").hint(HINT))?;
        if let Some(base) = token.base.as_ref().filter(|_| request.url().origin() == self.grant.site.origin()) {
            request.move_to(base);
        }
        request.header("Authorization", "Bearer ", &token.secret)?;
        Ok(token.stamp)
    }

    fn renew(&self, refused: Stamp) -> bool {
        let mut state = self.state();
        if state.token.as_ref().is_some_and(|token| token.stamp == refused) {
            state.is_refused = true;
        }
        true
    }

    fn account(&self) -> Option<String> {
        self.state().token.as_ref()?.account.clone()
    }

    fn secrets(&self) -> Arc<Credentials> {
        Arc::clone(&self.state().secrets)
    }

    fn hint(&self) -> Option<&'static str> {
        Some(
            "the site does not accept a token it was just issued: check scope, and that url is the site that it is \
              for",
        )
    }
}

/// Refuses an address to which a secret would go in clear, or with another one in it.
pub fn prove_url(url: &Url, site: &Url) -> Result<()> {
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && (is_loopback(url) || site.scheme() == "http"));
    if is_safe && !has_user(url) {
        return Ok(());
    }
    let origin = url.origin().ascii_serialization();
    Err(Error::usage(format!("no credentials are sent to {}", printable(&origin)))
        .hint("use https, except for this machine, and no user name in the address"))
}

/// What an answer says that is no token, unless it repeats a secret.
pub(super) fn said(answer: &Answer, secrets: &Credentials) -> String {
    let is_echo = secrets.are_in(&answer.body);
    let words = if is_echo { String::new() } else { retry::excerpt(answer, str::to_owned) };
    format!(" answered {}{words}", answer.status)
}

/// The account that an address names with its last two parts: the organization and its user.
fn account_of(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let parts: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
    let last = parts.len().checked_sub(2).map(|at| parts[at..].join("/"))?;
    Some(last)
}

fn in_form(secret: &Secret) -> String {
    form_urlencoded::byte_serialize(secret.expose().as_bytes()).collect()
}

/// Seconds as a number or as text; nothing where they tell no time.
fn seconds(value: &Value) -> Option<u64> {
    let seconds = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())?;
    (seconds > 0).then_some(seconds.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_of_a_token_is_its_organization_and_its_user() {
        let account = account_of("https://login.salesforce.com/id/00D50000000IZ3ZEAW/00550000001fg5OAAQ");
        assert_eq!(account.as_deref(), Some("00D50000000IZ3ZEAW/00550000001fg5OAAQ"));
        assert_eq!((account_of("https://login.salesforce.com/"), account_of("none")), (None, None));
    }

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn tokens(token_url: &str, site: &str, also: &[&str]) -> Result<Tokens> {
        Tokens::new(Grant {
            person: None,
            user: None,
            token_url: url(token_url),
            client_id: Secret::new("client-1".to_owned()),
            client_secret: Secret::new("secret & more".to_owned()),
            send_as: SendAs::Form,
            scope: None,
            site: url(site),
            also: also.iter().map(|also| url(also)).collect(),
            base_from: Some("instance_url".to_owned()),
            account_from: Some("id".to_owned()),
            domain: None,
            remedies: Remedies::USUAL,
            timeout: Duration::from_secs(1),
            transport: Transport::default(),
        })
    }

    fn answer(body: &str) -> Answer {
        Answer { status: 200, body: body.as_bytes().to_vec(), ..Answer::default() }
    }

    #[test]
    fn no_secret_goes_anywhere_in_clear() {
        let site = "https://a.example";
        for token_url in ["http://b.example/token", "https://me:you@b.example/token", "ftp://b.example/"] {
            let error = tokens(token_url, site, &[]).err().unwrap();
            assert!(error.hint_text().is_some() && !error.one_line().contains("you"), "{error}");
        }
        assert!(tokens("https://b.example/token", site, &["http://c.example"]).is_err());
        for (token_url, site) in
            [("http://127.0.0.1:1/token", site), ("http://[::1]:1/token", site), ("http://b.lan/token", "http://a.lan")]
        {
            assert!(tokens(token_url, site, &[]).is_ok(), "{token_url}");
        }
    }

    #[test]
    fn a_token_is_taken_for_the_configured_origins_only() {
        let tokens = tokens("https://b.example/token", "https://a.example/api", &["https://c.example"]).unwrap();
        let base = |instance: &str| {
            let body = serde_json::json!({"access_token": "token-12345", "instance_url": instance}).to_string();
            tokens.token(&answer(&body)).map(|token| token.base.map(String::from))
        };
        assert_eq!(base("https://a.example").ok().unwrap(), None);
        assert_eq!(base("https://c.example").ok().unwrap().as_deref(), Some("https://c.example/"));
        for elsewhere in
            ["https://a.example.evil.example", "http://a.example", "https://a.example:8443", "a.example", ""]
        {
            let failure = base(elsewhere).err().unwrap();
            assert!(failure.cause.contains("not the configured one") && failure.hint.is_some(), "{elsewhere}");
        }
    }

    #[test]
    fn an_origin_below_the_domain_of_the_grant_is_taken_and_stays() {
        let named = |instances: &[&str]| -> Vec<Option<String>> {
            let mut tokens = tokens("https://b.example/token", "https://a.example", &[]).unwrap();
            tokens.grant.domain = Some("c.example");
            let base = |instance: &&str| {
                let body = serde_json::json!({"access_token": "token-12345", "instance_url": instance}).to_string();
                tokens.token(&answer(&body)).ok().map(|token| token.base.map_or_else(String::new, String::from))
            };
            let bases = instances.iter().map(base).collect();
            assert!(tokens.also().iter().all(|base| base.host_str().unwrap().ends_with(".c.example")));
            bases
        };
        let taken = "https://x.c.example/".to_owned();
        assert_eq!(named(&["https://x.c.example/y"]), [Some(taken.clone())]);
        assert_eq!(named(&["https://x.c.example", "https://y.c.example"]), [Some(taken.clone()), None]);
        assert_eq!(
            named(&["https://x.c.example", "https://a.example", "https://x.c.example"])[1..],
            [Some(String::new()), Some(taken)]
        );
        let others = [
            "http://x.c.example",
            "https://c.example",
            "https://xc.example",
            "https://me@x.c.example",
            "https://x.c.example.evil",
        ];
        assert!(named(&others).iter().all(Option::is_none));
    }

    #[test]
    fn what_is_no_token_is_refused_by_name() {
        let tokens = tokens("https://b.example/token", "https://a.example", &[]).unwrap();
        for (body, says) in [
            ("<html>", "without JSON"),
            ("{}", "without a token"),
            (r#"{"access_token":""}"#, "without a token"),
            (r#"{"access_token":"a\r\nb"}"#, "without a token"),
            (r#"{"access_token":"abc","token_type":"mac"}"#, "no bearer token"),
            (r#"{"access_token":"abc","token_type":"Bearer"}"#, "without `instance_url`"),
        ] {
            let failure = tokens.token(&answer(body)).err().unwrap();
            assert!(failure.cause.contains(says), "{body}: {}", failure.cause);
            assert_eq!(failure.hint.as_deref(), Some(Remedies::USUAL.elsewhere), "{body}");
        }
    }

    #[test]
    fn a_refusal_repeats_what_was_said_but_no_secret() {
        let tokens = tokens("https://b.example/token", "https://a.example", &[]).unwrap();
        let refused = |body: &str| said(&Answer { status: 401, ..answer(body) }, &tokens.client);
        let told = r#"{"error":"invalid_client","error_description":"no such client"}"#;
        assert_eq!(refused(told), " answered 401: invalid_client, no such client");
        for echo in
            [r#"{"error":"client-1 is unknown"}"#, r#"{"error":"secret & more"}"#, r#"{"error":"secret+%26+more"}"#]
        {
            assert_eq!(refused(echo), " answered 401");
        }
    }

    #[test]
    fn how_long_a_token_lasts_is_read_as_number_and_text_and_bounded() {
        for (value, lasts) in [
            (serde_json::json!(3600), Some(3600)),
            (serde_json::json!("3600"), Some(3600)),
            (serde_json::json!(u64::MAX), Some(LONGEST)),
            (serde_json::json!(0), None),
            (serde_json::json!(-1), None),
            (serde_json::json!("soon"), None),
        ] {
            assert_eq!(seconds(&value), lasts, "{value}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_is_renewed_a_minute_before_its_end_and_once_where_it_is_refused() {
        let tokens = tokens("https://b.example/token", "https://a.example", &[]).unwrap();
        let body = r#"{"access_token":"token-12345","expires_in":600,"instance_url":"https://a.example"}"#;
        let next = || tokens.state().take(tokens.token(&answer(body)), &tokens.client).is_ok();
        assert!(next());
        assert!(tokens.state().is_ready() && tokens.secrets().are_in(b"token-12345"));
        tokio::time::advance(Duration::from_secs(539)).await;
        assert!(tokens.state().is_ready());
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(!tokens.state().is_ready());
        assert!(next());
        assert!(tokens.renew(Stamp(1)) && tokens.state().is_ready(), "another walk renewed it already");
        assert!(tokens.renew(Stamp(2)) && !tokens.state().is_ready());
        assert!(next());
        assert!(tokens.state().is_ready());
    }
}
