//! The control socket: whoever holds a connection answers questions about it on a local socket (0600).
//!
//! One question a connection: a line with its name. The answer is a line that says whether there is one, and everything until
//! the end. A socket of a process that died refuses the connection, and the next holder replaces it.

use catchment_base::error::{Error, Result, printable};
use catchment_base::{clock, disk};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(5);
const MAX_QUESTION: u64 = 4096;
/// Questions that are answered at once; others are not answered.
const MOST_AT_ONCE: usize = 16;
/// How long to wait where no connection can be taken.
const PAUSE: Duration = Duration::from_millis(20);
/// The first lines of an answer and of an error.
const ANSWERED: &str = "ok\n";
const FAILED: &str = "error\n";

/// The answering side; it stops when dropped.
pub struct Control {
    path: PathBuf,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Control {
    /// Answers questions on the socket until dropped. The caller holds the connection's lock.
    pub fn serve(path: &Path, answer: impl Fn(&str) -> Result<String> + Send + Sync + 'static) -> Result<Self> {
        disk::remove_file(path)?;
        let listener = UnixListener::bind(path).map_err(|cause| disk::failed("making the socket", path, cause))?;
        disk::make_private(path)?;
        let stop = Arc::new(AtomicBool::new(false));
        let stopping = Arc::clone(&stop);
        let answer = Arc::new(answer);
        let thread = std::thread::spawn(move || {
            let mut answering: Vec<JoinHandle<()>> = Vec::new();
            for stream in listener.incoming() {
                if stopping.load(Ordering::SeqCst) {
                    break;
                }
                answering.retain(|answering| !answering.is_finished());
                let Ok(stream) = stream else {
                    clock::pause(PAUSE);
                    continue;
                };
                if answering.len() < MOST_AT_ONCE {
                    let answer = Arc::clone(&answer);
                    // One may take long, as a backup does; a client that went away is no concern of the run.
                    let begun = Builder::new().spawn(move || drop(reply(stream, &*answer)));
                    answering.extend(begun.ok());
                }
            }
            // Who asked while the holder was at work gets an answer; a panic in one has been reported already.
            answering.into_iter().for_each(|answering| drop(answering.join()));
        });
        Ok(Self { path: path.to_owned(), stop, thread: Some(thread) })
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let woken = UnixStream::connect(&self.path).is_ok();
        if let Some(thread) = self.thread.take().filter(|_| woken) {
            // The thread ends after the wake-up; a panic in it has been reported already.
            let _ = thread.join();
        }
        // What stays behind is replaced by the next holder.
        let _ = disk::remove_file(&self.path);
    }
}

/// Asks the holder of a connection; nothing if nobody answers there.
pub fn ask(path: &Path, question: &str) -> Result<Option<String>> {
    ask_for(path, question, Some(PATIENCE))
}

/// The same for what takes the holder long: the answer is awaited for as long as it lives.
pub fn ask_patiently(path: &Path, question: &str) -> Result<Option<String>> {
    ask_for(path, question, None)
}

fn ask_for(path: &Path, question: &str, patience: Option<Duration>) -> Result<Option<String>> {
    let Ok(mut stream) = UnixStream::connect(path) else { return Ok(None) };
    let failed = |cause| Error::failed("the process that holds the connection did not respond").because(cause);
    stream.set_read_timeout(patience).map_err(failed)?;
    stream.write_all(format!("{question}\n").as_bytes()).map_err(failed)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map_err(failed)?;
    match (answer.strip_prefix(ANSWERED), answer.strip_prefix(FAILED)) {
        (Some(answer), _) => Ok(Some(answer.to_owned())),
        (_, Some(cause)) => Err(Error::failed("the running sync could not answer").because(printable(cause))),
        _ => Err(Error::failed("the process that holds the connection ended without an answer")
            .hint("run the command again")),
    }
}

fn reply(stream: UnixStream, answer: &impl Fn(&str) -> Result<String>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut question = String::new();
    BufReader::new(stream.try_clone()?.take(MAX_QUESTION)).read_line(&mut question)?;
    let (word, text) = match answer(question.trim()) {
        Ok(text) => (ANSWERED, text),
        Err(error) => (FAILED, error.one_line()),
    };
    (&stream).write_all(format!("{word}{text}").as_bytes())
}
