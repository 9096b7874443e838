//! An analyzer of texts that speaks the HTTP interface of Microsoft Presidio's: `POST /analyze`.
//!
//! Whoever asks waits for the answer; DuckDB calls from threads that belong to no runtime, so there is one for this alone.
//! What an answer says is never part of a message: it may repeat a text.

use crate::http::{Service, Transport, Trouble};
use catchment_base::clock;
use catchment_base::error::{Error, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::sync::{Arc, mpsc};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use url::Url;

/// How long is waited before another try, where one may help.
const WAITS: [Duration; 2] = [Duration::from_millis(200), Duration::from_millis(800)];

/// How an analyzer is asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its address, below which `analyze` lies.
    pub url: Url,
    /// The language of the texts.
    pub language: String,
    /// What it shall look for, by its own names.
    pub entities: Vec<String>,
    /// The least score of a finding.
    pub score: f64,
    /// Bound on one request.
    pub timeout: Duration,
}

/// Something that was found in a text.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Entity {
    /// What it is, by the analyzer's name.
    pub entity_type: String,
    /// Where it begins, in Unicode code points.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// How sure it is.
    pub score: f64,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Nobody answers, or not in time.
    Silent(String),
    /// What comes back is no answer to the question; a smaller one may have one.
    Refused(String),
}

/// A client of an analyzer.
pub struct Presidio {
    service: Arc<Service>,
    asked: Asked,
    /// There until it is dropped.
    runtime: Option<Runtime>,
}

impl Presidio {
    /// A client; nothing is asked yet.
    pub fn new(asked: Asked) -> Result<Self> {
        let mut url = asked.url.clone();
        url.set_path(&format!("{}/analyze", url.path().trim_end_matches('/')));
        let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("analyzer").enable_all().build();
        let runtime = runtime.map_err(|cause| Error::failed("starting the runtime failed").because(cause))?;
        let service = Arc::new(Service::new(url, asked.timeout, &Transport::default())?);
        Ok(Self { service, asked, runtime: Some(runtime) })
    }

    /// What it finds in each of the texts. One text alone is asked for as such, so that versions without lists answer too.
    pub fn ask(&self, texts: &[&str]) -> Result<Vec<Vec<Entity>>, Failure> {
        match texts {
            [text] => Ok(vec![self.post(json!(text))?]),
            texts => {
                let lists: Vec<Vec<Entity>> = self.post(json!(texts))?;
                let (wanted, came) = (texts.len(), lists.len());
                let fits = wanted == came;
                fits.then_some(lists)
                    .ok_or_else(|| Failure::Refused(format!("it returned {came} lists of findings for {wanted} texts")))
            }
        }
    }

    fn post<T: DeserializeOwned>(&self, text: Value) -> Result<T, Failure> {
        let Asked { language, entities, score, .. } = &self.asked;
        let question = json!({
            "text": text,
            "language": language,
            "entities": entities,
            "score_threshold": score,
            "return_decision_process": false,
        });
        let body = self.wait(question.to_string().into_bytes())?;
        serde_json::from_slice(&body).map_err(|_| Failure::Refused("its response is not a list of findings".to_owned()))
    }

    /// Waits, on whatever thread, for what the runtime's own does.
    fn wait(&self, question: Vec<u8>) -> Result<Vec<u8>, Failure> {
        let (sender, answer) = mpsc::channel();
        let (service, timeout) = (Arc::clone(&self.service), self.asked.timeout);
        if let Some(runtime) = &self.runtime {
            runtime.spawn(async move { sender.send(answered(&service, question, timeout).await) });
        }
        answer.recv().unwrap_or_else(|_| Err(Failure::Silent("the request failed unexpectedly".to_owned())))
    }
}

impl Drop for Presidio {
    fn drop(&mut self) {
        // Waiting for its end is not allowed where another runtime works.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// The body of the answer, after a few tries where another may succeed: not where the time was up.
async fn answered(service: &Service, question: Vec<u8>, timeout: Duration) -> Result<Vec<u8>, Failure> {
    let mut waits = WAITS.into_iter();
    loop {
        let begun = clock::instant();
        let failure = match answered_once(service, question.clone()).await {
            Err(failure) => failure,
            body => return body,
        };
        let next = waits.next().filter(|_| matches!(failure, Failure::Silent(_)) && begun.elapsed() < timeout);
        match next {
            Some(wait) => clock::sleep(wait).await,
            None => return Err(failure),
        }
    }
}

async fn answered_once(service: &Service, question: Vec<u8>) -> Result<Vec<u8>, Failure> {
    match service.post(question).await {
        Ok(answer) if answer.status == 200 => Ok(answer.body),
        Ok(answer) => {
            let words = format!("it responded with status {}", answer.status);
            let busy = matches!(answer.status, 429 | 502 | 503 | 504);
            Err(if busy { Failure::Silent(words) } else { Failure::Refused(words) })
        }
        Err(cause @ (Trouble::Transport(_) | Trouble::Cut(_) | Trouble::Tls(_))) => {
            Err(Failure::Silent(cause.to_string()))
        }
        Err(cause) => Err(Failure::Refused(cause.to_string())),
    }
}
