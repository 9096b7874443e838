//! The way back of a browser: one page on the loopback address, which a login elsewhere leads to.

use catchment_base::clock;
use catchment_base::error::{Error, Kind, Result, printable};
use catchment_base::secret::Secret;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

const PATH: &str = "/callback";
/// A request line and headers of a browser are shorter.
const MOST: usize = 64 << 10;
/// How long a browser may take to send a request.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long somebody may take to log in.
const LONGEST: Duration = Duration::from_secs(600);
const HINT: &str = "run the command again and agree in the browser";

/// A port that waits for the browser.
pub struct Callback {
    listener: TcpListener,
    url: Url,
}

impl Callback {
    /// Waits at this port of 127.0.0.1; 0 is any free one.
    pub async fn listen(port: u16) -> Result<Self> {
        let taken = |cause| {
            Error::failed(format!("port {port} on 127.0.0.1 cannot be used"))
                .because(cause)
                .hint("set login_port to another one that the callback URL of the client names")
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(taken)?;
        let port = listener.local_addr().map_err(taken)?.port();
        let url = Url::parse(&format!("http://127.0.0.1:{port}{PATH}"));
        let url = url.map_err(|cause| Error::failed("making the callback URL failed").because(cause))?;
        Ok(Self { listener, url })
    }

    /// Where the browser is to be led back to.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The code that the browser comes back with, given what it must bring along; ten minutes at most.
    pub async fn code(self, state: &str) -> Result<Secret> {
        let until = clock::instant() + LONGEST;
        let late = || Error::failed("nobody came back from the browser within 10 minutes").hint(HINT);
        loop {
            let stream = tokio::select! {
                accepted = self.listener.accept() => accepted.map(|(stream, _)| stream),
                () = clock::sleep_until(until) => return Err(late()),
            };
            let mut stream = stream.map_err(|cause| Error::failed("waiting for the browser failed").because(cause))?;
            // Browsers open connections without sending anything, and ask for icons.
            let target = tokio::select! {
                target = target(&mut stream) => target,
                () = clock::sleep(PATIENCE) => None,
            };
            let Some(came) = target.and_then(|target| came_back(&self.url, &target)) else {
                reply(&mut stream, "404 Not Found", "There is nothing here.").await;
                continue;
            };
            let code = code_of(&came, state);
            let words = if code.is_ok() { "You may close this window." } else { "The login failed." };
            reply(&mut stream, "200 OK", words).await;
            return code;
        }
    }
}

/// What a request asks for.
async fn target(stream: &mut TcpStream) -> Option<String> {
    let (mut sent, mut chunk) = (Vec::new(), [0; 4096]);
    while !sent.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = stream.read(&mut chunk).await.ok().filter(|read| *read > 0 && sent.len() < MOST)?;
        sent.extend_from_slice(&chunk[..read]);
    }
    let text = String::from_utf8_lossy(&sent);
    let mut words = text.lines().next()?.split(' ');
    (words.next() == Some("GET")).then(|| words.next().map(str::to_owned))?
}

/// The arguments of a request for the page.
fn came_back(page: &Url, target: &str) -> Option<BTreeMap<String, String>> {
    let url = page.join(target).ok()?;
    (url.path() == PATH).then(|| url.query_pairs().into_owned().collect())
}

/// The code among the arguments; refused without the state, which others do not know.
fn code_of(came: &BTreeMap<String, String>, state: &str) -> Result<Secret> {
    if came.get("state").map(String::as_str) != Some(state) {
        return Err(Error::new(
            Kind::Denied,
            "the browser came back with another state: this is not the login it was sent to",
        )
        .hint(HINT));
    }
    if let Some(error) = came.get("error") {
        let why = came.get("error_description").map(|why| format!(", {}", printable(why))).unwrap_or_default();
        return Err(Error::new(Kind::Denied, format!("the consent was refused: {}{why}", printable(error))).hint(HINT));
    }
    let code = came.get("code").filter(|code| !code.is_empty());
    code.map(|code| Secret::new(code.clone()))
        .ok_or_else(|| Error::failed("the browser came back without a code").hint(HINT))
}

/// Tells whoever looks at the browser how it went; where that fails nothing depends on it.
async fn reply(stream: &mut TcpStream, status: &str, words: &str) {
    let page = format!("<!DOCTYPE html><html><head><title>catchment</title></head><body><p>{words}</p></body></html>");
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        page.len()
    );
    drop(stream.write_all(format!("{head}{page}").as_bytes()).await);
    drop(stream.shutdown().await);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_knows_the_state_brings_a_code() {
        let page = Url::parse("http://127.0.0.1:1/callback").unwrap();
        let code =
            |target: &str| code_of(&came_back(&page, target).unwrap(), "s 1").map(|code| code.expose().to_owned());
        assert_eq!(code("/callback?state=s%201&code=a%26b").unwrap(), "a&b");
        for (target, says) in [
            ("/callback?code=a", "another state"),
            ("/callback?state=s&code=a", "another state"),
            ("/callback?state=s+1", "without a code"),
            ("/callback?state=s+1&error=access_denied&error_description=User+said+no", "access_denied, User said no"),
        ] {
            let error = code(target).unwrap_err();
            assert!(error.one_line().contains(says) && error.hint_text().is_some(), "{target}: {error}");
        }
        assert!(came_back(&page, "/favicon.ico").is_none());
    }
}
