//! Jobs of the bulk API: what each of them is, how far it has come, and the pages of its result.

use super::csv::Form;
use super::faults::{BulkFaults, End, Faults};
use super::id::Id;
use super::maker::time;
use super::refusal;
use crate::reply::Reply;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde_json::{Value, json};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Rows of a page when nothing is said.
const USUAL_ROWS: usize = 10_000;
/// Polls until a job is complete: one finds it under way, the next complete.
const POLLS: u64 = 2;
const CSV: &str = "text/csv";

/// How far a job has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    UploadComplete,
    InProgress,
    JobComplete,
    Failed,
    Aborted,
}

/// One job, its result written when it was made.
pub(super) struct Job {
    pub(super) version: String,
    pub(super) operation: &'static str,
    pub(super) object: &'static str,
    pub(super) by: Id,
    pub(super) made: i64,
    pub(super) form: Form,
    pub(super) head: String,
    pub(super) lines: Vec<String>,
}

/// A job that was given a number.
struct Numbered {
    id: Id,
    job: Job,
    state: State,
    polls: u64,
    /// Whether it comes to no good end.
    fails: bool,
}

/// The jobs that there are.
#[derive(Default)]
struct All {
    jobs: Vec<Numbered>,
    made: u64,
}

/// Every job.
#[derive(Default)]
pub(super) struct Jobs {
    all: Mutex<All>,
}

fn wrong_state(why: &str) -> Reply {
    refusal::failure(400, "INVALIDJOBSTATE", why)
}

impl Jobs {
    fn all(&self) -> MutexGuard<'_, All> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many jobs were made.
    pub(super) fn made(&self) -> u64 {
        self.all().made
    }

    /// Takes a job; what is told of it.
    pub(super) fn make(&self, faults: &BulkFaults, job: Job) -> Reply {
        let mut all = self.all();
        let id = Id::of("750", 0, all.made);
        all.made += 1;
        let fails = faults.failed.iter().any(|when| when.hits(all.made));
        let numbered = Numbered { id, job, state: State::UploadComplete, polls: 0, fails };
        let told = numbered.told().to_string();
        all.jobs.push(numbered);
        Reply::json(200, told)
    }

    /// All jobs, as far as they have come.
    pub(super) fn list(&self) -> Reply {
        let told: Vec<Value> = self.all().jobs.iter().map(Numbered::told).collect();
        Reply::json(200, json!({"done": true, "nextRecordsUrl": null, "records": told}).to_string())
    }

    fn with<T>(&self, id: &str, how: impl FnOnce(&mut Numbered) -> Result<T, Reply>) -> Result<T, Reply> {
        let mut all = self.all();
        let id = Id::read(id).ok_or_else(refusal::missing)?;
        how(all.jobs.iter_mut().find(|job| job.id == id).ok_or_else(refusal::missing)?)
    }

    /// Asks how far a job has come, which brings it on.
    pub(super) fn poll(&self, faults: &BulkFaults, id: &str) -> Result<Reply, Reply> {
        self.with(id, |job| {
            job.poll(faults);
            Ok(Reply::json(200, job.whole().to_string()))
        })
    }

    /// Ends a job before its time.
    pub(super) fn abort(&self, id: &str) -> Result<Reply, Reply> {
        self.with(id, |job| {
            if !job.is_under_way() {
                return Err(wrong_state("Aborting already Completed Job not allowed"));
            }
            job.state = State::Aborted;
            Ok(Reply::json(200, job.told().to_string()))
        })
    }

    /// Forgets a job that has come to its end.
    pub(super) fn delete(&self, id: &str) -> Result<Reply, Reply> {
        let gone = self.with(id, |job| match job.is_under_way() {
            true => Err(wrong_state("Deletion of job not allowed before it has come to its end")),
            false => Ok(job.id),
        })?;
        self.all().jobs.retain(|job| job.id != gone);
        Ok(Reply::json(204, ""))
    }

    /// A page of the result of a job, in the version that the job was made with.
    pub(super) fn results(
        &self,
        faults: &Faults,
        (id, version): (&str, &str),
        most: Option<&str>,
        locator: Option<&str>,
    ) -> Result<Reply, Reply> {
        self.with(id, |job| {
            if job.job.version != version {
                let why = "The API version of the request is not that of the job";
                return Err(refusal::failure(409, "VERSION_MISMATCH", why));
            }
            if job.state != State::JobComplete {
                return Err(wrong_state("The results of a job are there once it is complete"));
            }
            let invalid = |what: &str| refusal::failure(400, "INVALID_REQUEST", &format!("{what} is not valid"));
            let most = most.map_or(Some(USUAL_ROWS), |most| most.parse().ok()).filter(|most| *most > 0);
            let most = most.ok_or_else(|| invalid("maxRecords"))?;
            let most = if faults.has_small_batches { (most * 2 / 3).max(1) } else { most };
            let from = locator.map_or(Some(0), place).filter(|from| *from <= job.job.lines.len());
            Ok(job.page(&faults.bulk, from.ok_or_else(|| invalid("locator"))?, most))
        })
    }
}

/// The locator of the row at a place.
fn locator(place: usize) -> String {
    STANDARD_NO_PAD.encode(place.to_string())
}

fn place(locator: &str) -> Option<usize> {
    String::from_utf8(STANDARD_NO_PAD.decode(locator).ok()?).ok()?.parse().ok()
}

impl Numbered {
    fn is_under_way(&self) -> bool {
        matches!(self.state, State::UploadComplete | State::InProgress)
    }

    fn poll(&mut self, faults: &BulkFaults) {
        if !self.is_under_way() {
            return;
        }
        self.polls += 1;
        self.state = match self.polls >= faults.polls.unwrap_or(POLLS) {
            false => State::InProgress,
            true if self.fails => State::Failed,
            true => State::JobComplete,
        };
    }

    fn told(&self) -> Value {
        let (job, made) = (&self.job, time(self.job.made));
        let version: f64 = job.version.trim_start_matches('v').parse().unwrap_or_default();
        json!({
            "id": self.id.to_string(), "operation": job.operation, "object": job.object,
            "createdById": job.by.to_string(), "createdDate": made, "systemModstamp": made,
            "state": format!("{:?}", self.state), "concurrencyMode": "Parallel", "contentType": "CSV",
            "apiVersion": version, "lineEnding": job.form.ending.0, "columnDelimiter": job.form.delimiter.0,
        })
    }

    /// What is told to a poll.
    fn whole(&self) -> Value {
        let mut told = self.told();
        let is_done = self.state == State::JobComplete;
        told["jobType"] = json!("V2Query");
        told["numberRecordsProcessed"] = json!(if is_done { self.job.lines.len() } else { 0 });
        told["retries"] = json!(if self.state == State::Failed { 15 } else { 0 });
        told["totalProcessingTime"] = json!(self.polls * 100);
        told["isPkChunkingSupported"] = json!(true);
        if self.state == State::Failed {
            told["errorMessage"] = json!("InternalServerError : Retried more than fifteen times");
        }
        told
    }

    fn page(&self, faults: &BulkFaults, from: usize, most: usize) -> Reply {
        let lines = &self.job.lines;
        let end = from.saturating_add(most).min(lines.len());
        let has_head = from == 0 || !faults.is_headed_once;
        let head = if has_head { self.job.head.as_str() } else { "" };
        let body = head.to_owned() + &lines[from..end].concat();
        let reply = Reply { media: CSV, ..Reply::json(200, body) };
        if faults.is_silent {
            return reply;
        }
        let reply = reply.with("Sforce-NumberOfRecords", (end - from).to_string());
        match faults.end {
            _ if end < lines.len() => reply.with("Sforce-Locator", locator(end)),
            End::Null => reply.with("Sforce-Locator", "null"),
            End::Empty => reply.with("Sforce-Locator", ""),
            End::Missing => reply,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::happen::faults;
    use super::*;

    fn job() -> Job {
        let (by, form) = (Id::of("005", 0, 0), Form::named("COMMA", "LF").unwrap());
        let lines = (0..5).map(|row| format!("{row}\n")).collect();
        let version = "v67.0".to_owned();
        Job { version, operation: "query", object: "Case", by, made: 0, form, head: "Id\n".to_owned(), lines }
    }

    fn told(reply: Result<Reply, Reply>) -> Value {
        serde_json::from_slice(&reply.unwrap_or_else(|refused| refused).body).unwrap()
    }

    fn made(jobs: &Jobs, faults: &Faults) -> String {
        told(Ok(jobs.make(&faults.bulk, job())))["id"].as_str().unwrap().to_owned()
    }

    fn polled(jobs: &Jobs, faults: &Faults, id: &str) -> String {
        told(jobs.poll(&faults.bulk, id))["state"].as_str().unwrap().to_owned()
    }

    /// A page as its body, its locator and its count.
    fn page(jobs: &Jobs, faults: &Faults, id: &str, locator: Option<&str>) -> (String, [Option<String>; 2]) {
        let reply = jobs.results(faults, (id, "v67.0"), Some("2"), locator);
        let reply = reply.unwrap_or_else(|refused| panic!("{:?}", String::from_utf8(refused.body)));
        let header =
            |wanted: &str| reply.headers.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.clone());
        let headers = ["Sforce-Locator", "Sforce-NumberOfRecords"].map(header);
        (String::from_utf8(reply.body.clone()).unwrap(), headers)
    }

    #[test]
    fn a_job_comes_on_with_each_poll() {
        let (jobs, none) = (Jobs::default(), faults(""));
        let id = made(&jobs, &none);
        assert!(jobs.results(&none, (&id, "v67.0"), None, None).is_err() && jobs.delete(&id).is_err());
        assert_eq!([(); 3].map(|()| polled(&jobs, &none, &id)), ["InProgress", "JobComplete", "JobComplete"]);
        assert_eq!(told(jobs.poll(&none.bulk, &id))["numberRecordsProcessed"], 5);
        assert!(jobs.abort(&id).is_err());
        let other = made(&jobs, &none);
        assert_eq!(told(jobs.abort(&other))["state"], "Aborted");
        assert_eq!((polled(&jobs, &none, &other).as_str(), jobs.made()), ("Aborted", 2));
        assert!(jobs.delete(&other).is_ok() && jobs.poll(&none.bulk, &other).is_err());
        assert_eq!(told(Ok(jobs.list()))["records"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn a_job_fails_or_is_slow_by_faults() {
        let (jobs, faults) = (Jobs::default(), faults("bulk-failed=2,bulk-slow=3"));
        let [good, bad] = [0, 1].map(|_| made(&jobs, &faults));
        assert_eq!([(); 3].map(|()| polled(&jobs, &faults, &good)), ["InProgress", "InProgress", "JobComplete"]);
        let states = [(); 3].map(|()| polled(&jobs, &faults, &bad));
        assert_eq!(states[2], "Failed");
        assert!(told(jobs.poll(&faults.bulk, &bad))["errorMessage"].is_string());
    }

    fn complete(faults: &Faults) -> (Jobs, String) {
        let jobs = Jobs::default();
        let id = made(&jobs, faults);
        (0..2).for_each(|_| drop(polled(&jobs, faults, &id)));
        (jobs, id)
    }

    #[test]
    fn a_result_is_read_page_by_page_and_again() {
        let none = faults("");
        let (jobs, id) = complete(&none);
        let of = |body: &str, locator: &str, count: &str| {
            (body.to_owned(), [Some(locator.to_owned()), Some(count.to_owned())])
        };
        assert_eq!(page(&jobs, &none, &id, None), of("Id\n0\n1\n", "Mg", "2"));
        for _ in 0..2 {
            assert_eq!(page(&jobs, &none, &id, Some("Mg")), of("Id\n2\n3\n", "NA", "2"));
        }
        assert_eq!(page(&jobs, &none, &id, Some("NA")), of("Id\n4\n", "null", "1"));
        let status = |version, most, locator| {
            jobs.results(&none, (&id, version), most, locator).map_or_else(|refused| refused.status, |page| page.status)
        };
        assert_eq!([status("v66.0", None, None), status("v67.0", None, None)], [409, 200]);
        assert_eq!([status("v67.0", Some("0"), None), status("v67.0", None, Some("bogus"))], [400, 400]);
        assert_eq!(locator(10_000), "MTAwMDA");
    }

    #[test]
    fn the_end_is_told_in_several_ways() {
        let last = |text: &str| {
            let faults = faults(text);
            let (jobs, id) = complete(&faults);
            page(&jobs, &faults, &id, Some("NA"))
        };
        assert_eq!(last("bulk-quirky-end=empty").1[0].as_deref(), Some(""));
        assert_eq!(last("bulk-quirky-end=missing").1, [None, Some("1".to_owned())]);
        assert_eq!(last("bulk-no-headers").1, [None, None]);
        assert_eq!(last("bulk-header-first-only").0, "4\n");
        assert_eq!(last("small-batches").0, "Id\n4\n");
    }
}
