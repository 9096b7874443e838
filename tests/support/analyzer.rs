//! An analyzer that finds what a test tells it, over the HTTP interface of Presidio's.
//!
//! It listens on the loopback address only, and stops when it is dropped.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// The longest that a connection is kept, whatever happens on it.
const LONGEST: Duration = Duration::from_secs(60);

/// Status and body for a question.
pub type Answering = dyn Fn(&Value) -> (u16, String) + Send + Sync;

struct Shared {
    answering: Mutex<Arc<Answering>>,
    asked: Mutex<Vec<Value>>,
    stop: AtomicBool,
}

/// A running analyzer.
pub struct Analyzer {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Analyzer {
    /// Starts on a free port of the loopback address.
    pub fn start(answering: impl Fn(&Value) -> (u16, String) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let answering: Arc<Answering> = Arc::new(answering);
        let answering = Mutex::new(answering);
        let shared = Arc::new(Shared { answering, asked: Mutex::default(), stop: AtomicBool::new(false) });
        thread::spawn({
            let shared = Arc::clone(&shared);
            move || accept(&listener, &shared)
        });
        Self { address, shared }
    }

    /// One that finds persons of these names wherever they stand.
    pub fn knowing(names: &'static [&'static str]) -> Self {
        Self::start(finding(names))
    }

    /// Goes on with other answers.
    pub fn now(&self, answering: impl Fn(&Value) -> (u16, String) + Send + Sync + 'static) {
        *self.shared.answering.lock().unwrap() = Arc::new(answering);
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What it was asked since it was looked at last.
    pub fn asked(&self) -> Vec<Value> {
        std::mem::take(&mut self.shared.asked.lock().unwrap())
    }
}

impl Drop for Analyzer {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        // Wakes the thread that accepts; if it is gone already, nothing is left to wake.
        drop(TcpStream::connect(self.address));
    }
}

/// Finds persons of these names, in one text or in each of a list.
pub fn finding(names: &'static [&'static str]) -> impl Fn(&Value) -> (u16, String) + Send + Sync + 'static {
    let found = |text: &Value| {
        let text = text.as_str().unwrap();
        let point = |at: usize| text[..at].chars().count();
        let places = names.iter().flat_map(|name| text.match_indices(name));
        let places = places.map(|(at, name)| {
            json!({"entity_type": "PERSON", "start": point(at), "end": point(at + name.len()), "score": 0.85,
                   "analysis_explanation": null})
        });
        places.collect::<Value>()
    };
    move |question| {
        let text = &question["text"];
        let answer = text.as_array().map_or_else(|| found(text), |texts| texts.iter().map(found).collect());
        (200, answer.to_string())
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.stop.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let shared = Arc::clone(shared);
        // A client that goes away ends its own connection and nothing else.
        thread::spawn(move || drop(converse(&stream, &shared)));
    }
}

fn converse(mut stream: &TcpStream, shared: &Shared) -> std::io::Result<()> {
    stream.set_read_timeout(Some(LONGEST))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    while let Some(question) = read_question(&mut reader)? {
        shared.asked.lock().unwrap().push(question.clone());
        let answering = Arc::clone(&shared.answering.lock().unwrap());
        let (status, body) = answering(&question);
        let head = format!(
            "HTTP/1.1 {status} As Told\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all((head + &body).as_bytes())?;
    }
    Ok(())
}

fn read_question(reader: &mut BufReader<TcpStream>) -> std::io::Result<Option<Value>> {
    let (mut line, mut length) = (String::new(), 0);
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    assert!(line.starts_with("POST /analyze HTTP/1.1"), "{line}");
    while line.trim() != "" {
        line.clear();
        reader.read_line(&mut line)?;
        assert!(!line.to_lowercase().starts_with("authorization:"), "an analyzer needs no credentials");
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(serde_json::from_slice(&body).ok())
}
