//! Folders that were synced once and are copied for every test whose subject begins after a first sync: a copy takes milliseconds.
//!
//! A copy is what the sync would have come to only if the folder, its path included, and what the site shows, its address included, are
//! the same: catalogs name files by their paths. So folders and ports have the lowest numbers that are free ([`Folder`], [`Port`]).

use super::{costs, scratch};
use catchment_io::key::sha256;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// A practice site of whatever source.
pub trait Shown {
    /// What the site shows, in words that are the same for sites that show the same at the same address; nothing where that depends
    /// on what was asked before, as faults do.
    fn shown(&self) -> Option<String>;
}

/// The numbers of one kind that are taken in this process.
pub type Taken = Mutex<BTreeSet<u16>>;

/// A number that nobody else has until it is dropped.
struct Number {
    among: &'static Taken,
    number: u16,
}

impl Number {
    /// The lowest that is free.
    fn take(among: &'static Taken) -> Self {
        let mut taken = among.lock().unwrap_or_else(PoisonError::into_inner);
        let number = (0..).find(|number| !taken.contains(number)).unwrap();
        taken.insert(number);
        Self { among, number }
    }
}

impl Drop for Number {
    fn drop(&mut self) {
        self.among.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.number);
    }
}

/// A port of this process, given back when it is dropped.
pub struct Port(Number);

impl Port {
    /// The lowest that is free.
    pub fn take() -> Self {
        static PORTS: Taken = Mutex::new(BTreeSet::new());
        Self(Number::take(&PORTS))
    }

    /// Its number, below those that the system gives to whoever asks for any.
    pub fn number(&self) -> u16 {
        20_000 + u16::try_from(std::process::id().wrapping_mul(97) % 12_000).unwrap() + self.0.number
    }
}

/// A new folder, removed with its number when it is dropped.
pub struct Folder {
    path: PathBuf,
    number: Option<Number>,
}

impl Folder {
    /// A folder whose name begins so; such folders have numbers of their own.
    pub fn make(name: &str, among: &'static Taken) -> Self {
        let number = Number::take(among);
        let path = scratch::dir().join(format!("{name}-{}-{}", std::process::id(), number.number));
        fs::create_dir(&path).unwrap();
        Self { path, number: Some(number) }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is in the system's folder for temporary files, and nobody gets its number.
        drop(fs::remove_dir_all(&self.path));
        if self.path.exists() {
            std::mem::forget(self.number.take());
        }
    }
}

/// The folder of a template once it is made.
type Made = Arc<Mutex<Option<PathBuf>>>;

/// The templates of this process, by what they are made of.
static TEMPLATES: LazyLock<Mutex<BTreeMap<String, Made>>> = LazyLock::new(Mutex::default);

/// Makes a folder what `sync` makes of it, once for all folders and sites that are the same; later ones get a copy.
pub fn once(folder: &Path, site: &impl Shown, sync: impl FnOnce()) {
    let Some(shown) = site.shown() else { return sync() };
    let mut key = format!("{}\n{shown}", folder.display());
    describe(folder, folder, &mut key);
    let made = {
        let mut templates = TEMPLATES.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(templates.entry(key).or_default())
    };
    let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
    match &*made {
        Some(template) => copy(template, folder),
        None => {
            sync();
            static NUMBER: AtomicU32 = AtomicU32::new(0);
            let template = home().join(NUMBER.fetch_add(1, Ordering::SeqCst).to_string());
            fs::create_dir(&template).unwrap();
            copy(folder, &template);
            *made = Some(template);
        }
    }
}

/// Adds the files of a folder, each with the hash of what it holds.
fn describe(top: &Path, folder: &Path, key: &mut String) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    // A key is another one in each folder, and is copied with the rest.
    for path in paths.into_iter().filter(|path| !path.ends_with("data/catchment.key")) {
        key.push_str(&format!("\n{}\n", path.strip_prefix(top).unwrap().display()));
        if path.is_dir() {
            describe(top, &path, key);
        } else {
            key.push_str(&sha256(&fs::read(&path).unwrap()));
        }
    }
}

/// Copies what is in a folder into another one, with modes, times and links.
pub fn copy(from: &Path, to: &Path) {
    let copied = costs::output(Command::new("cp").arg("-a").arg(from.join(".")).arg(to));
    assert!(copied.status.success(), "{}", String::from_utf8_lossy(&copied.stderr));
}

const HOMES: &str = "catchment-templates-";

/// The folder for the templates of this process. Those of processes that have ended are removed: a test program cannot do so at its end.
fn home() -> PathBuf {
    static HOME: LazyLock<PathBuf> = LazyLock::new(|| {
        for entry in fs::read_dir(scratch::dir()).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_over = |process: &str| !Path::new("/proc").join(process).exists();
            if name.strip_prefix(HOMES).is_some_and(is_over) {
                // Another process may remove it at this moment.
                drop(fs::remove_dir_all(entry.path()));
            }
        }
        let home = scratch::dir().join(format!("{HOMES}{}", std::process::id()));
        fs::create_dir_all(&home).unwrap();
        home
    });
    HOME.clone()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Barrier;

    /// A site that shows a word.
    struct Word(String);

    impl Shown for Word {
        fn shown(&self) -> Option<String> {
            Some(self.0.clone())
        }
    }

    /// What a folder holds after a first sync of a site that shows this word, and whether it was a sync and no copy.
    fn after((word, among): (&str, &'static Taken), meet: &Barrier) -> (String, bool) {
        let folder = Folder::make(&format!("catchment-template-{word}"), among);
        let mut is_synced = false;
        once(folder.path(), &Word(word.to_owned()), || {
            is_synced = true;
            meet.wait();
            fs::write(folder.path().join(word), word).unwrap();
        });
        let names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        (names.collect(), is_synced)
    }

    #[test]
    fn templates_that_are_made_at_once_are_two() {
        static FOLDERS: [Taken; 2] = [Mutex::new(BTreeSet::new()), Mutex::new(BTreeSet::new())];
        let both = Barrier::new(2);
        let words = [("one", &FOLDERS[0]), ("other", &FOLDERS[1])];
        std::thread::scope(|scope| {
            let both = &both;
            for word in words {
                scope.spawn(move || assert_eq!(after(word, both), (word.0.to_owned(), true)));
            }
        });
        for word in words {
            assert_eq!(after(word, &Barrier::new(1)), (word.0.to_owned(), false));
        }
    }

    #[test]
    fn a_number_is_nobody_elses_until_it_is_given_back() {
        static HERE: Taken = Mutex::new(BTreeSet::new());
        let (one, other) = (Number::take(&HERE), Number::take(&HERE));
        assert_eq!((one.number, other.number), (0, 1));
        drop(one);
        let folder = Folder::make("catchment-numbered", &HERE);
        assert!(
            folder.path().is_dir() && folder.path().ends_with(format!("catchment-numbered-{}-0", std::process::id()))
        );
        let path = folder.path().to_owned();
        drop(folder);
        assert!(!path.exists() && Number::take(&HERE).number == 0);
    }
}
