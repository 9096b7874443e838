//! The cost of each run that a test waits for: who wants to know it names a file in the variable [`VARIABLE`], and `.ci/costs` sums
//! it up. What is killed is not noted, and a sync whose folder is copied is a cost of the test that came first.
//!
//! A line has four columns with tabs between: the test (the name of its thread), the command with its options, the CPU time of the
//! program with all its threads, and its wall time, both in milliseconds. The system counts CPU time in steps of 10 ms.

use catchment_base::clock;
use nix::sys::wait::{Id, WaitPidFlag, WaitStatus, waitid};
use nix::unistd::{Pid, SysconfVar, sysconf};
use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread::{self, JoinHandle};

/// The file that the costs of runs are appended to.
const VARIABLE: &str = "CATCHMENT_TEST_COSTS";

/// A run of the program that is under way, and what it is for.
pub struct Meter {
    process: u32,
    command: String,
    started: clock::Instant,
}

impl Meter {
    /// A meter of a process that was just started.
    pub fn of(command: &Command, child: &Child) -> Self {
        Self { process: child.id(), command: words_of(command), started: clock::instant() }
    }

    /// Whether the process has ended. It can still be waited for, and its cost be read.
    pub fn has_ended(&self) -> bool {
        self.look(WaitPidFlag::WNOHANG)
    }

    /// Waits for the end of the process, as far as its cost can still be read.
    pub fn wait(&self) {
        self.look(WaitPidFlag::empty());
    }

    fn look(&self, how: WaitPidFlag) -> bool {
        let process = Id::Pid(Pid::from_raw(i32::try_from(self.process).unwrap()));
        let status = waitid(process, WaitPidFlag::WEXITED | WaitPidFlag::WNOWAIT | how).unwrap();
        status != WaitStatus::StillAlive
    }

    /// Notes the cost of the process, which has ended and was not waited for, if somebody wants to know it.
    pub fn note(&self) {
        let Some(file) = std::env::var_os(VARIABLE) else { return };
        let wall = self.started.elapsed().as_millis();
        let Some(cpu) = cpu_ms(self.process) else { return };
        let thread = thread::current();
        let line = format!("{}\t{}\t{cpu}\t{wall}\n", thread.name().unwrap_or("-"), self.command);
        let mut file = OpenOptions::new().create(true).append(true).open(&file).unwrap();
        file.write_all(line.as_bytes()).unwrap();
    }
}

/// Runs a command to its end, as [`Command::output`] does, and notes its cost.
pub fn output(command: &mut Command) -> Output {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let meter = Meter::of(command, &child);
    let [stdout, stderr] = [child.stdout.take().map(drain), child.stderr.take().map(drain)];
    meter.wait();
    meter.note();
    let status = child.wait().unwrap();
    Output { status, stdout: drained(stdout), stderr: drained(stderr) }
}

/// Reads a stream to its end, beside whoever writes it.
pub fn drain(mut from: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut all = Vec::new();
        // What came before a broken pipe counts.
        drop(from.read_to_end(&mut all));
        all
    })
}

/// What a stream had.
pub fn drained(stream: Option<JoinHandle<Vec<u8>>>) -> Vec<u8> {
    stream.map(|thread| thread.join().unwrap()).unwrap_or_default()
}

/// The command and its options, without values that are paths; of another program its name comes first.
fn words_of(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().filter(|name| *name != "catchment");
    let words = program.into_iter().chain(command.get_args()).map(|word| word.to_string_lossy().into_owned());
    words.filter(|word| word != "--config" && !word.contains(['/', '\t', '\n'])).collect::<Vec<_>>().join(" ")
}

/// CPU time of a process and its threads, in milliseconds; nothing where the system does not tell.
fn cpu_ms(process: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The second field, the name of the program, may hold blanks.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: u64 = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    let a_second = sysconf(SysconfVar::CLK_TCK).ok()??;
    Some(ticks * 1000 / u64::try_from(a_second).ok()?)
}
