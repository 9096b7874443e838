//! Circles of imports: files that cannot be read one before the other.
//!
//! That a folder hands on what its files hold (`pub use`) is no import; who imports that name imports it from the file that has it.

use super::code::{Code, Named};
use std::collections::{BTreeMap, BTreeSet};

/// The files of a program by their modules, and what each hands on: the name, and the path that it stands for.
struct Files<'a> {
    places: BTreeMap<&'a [String], usize>,
    handed_on: Vec<BTreeMap<String, Named>>,
}

/// The circles of more than so many files, each with its paths in order, the largest first.
pub fn circles(program: &[Code], most: usize) -> Vec<Vec<String>> {
    let files = Files {
        places: program.iter().enumerate().map(|(at, code)| (&code.module[..], at)).collect(),
        handed_on: program.iter().map(Code::handed_on).collect(),
    };
    let imports: Vec<BTreeSet<usize>> = program.iter().map(|code| files.imported(code)).collect();
    let reached: Vec<BTreeSet<usize>> = (0..program.len()).map(|at| reachable(at, &imports)).collect();
    let circle = |at: usize| -> BTreeSet<usize> {
        reached[at].iter().copied().filter(|other| reached[*other].contains(&at)).collect()
    };
    let all: BTreeSet<BTreeSet<usize>> = (0..program.len()).map(circle).filter(|circle| circle.len() > most).collect();
    let mut all: Vec<Vec<String>> =
        all.iter().map(|circle| circle.iter().map(|at| program[*at].path.clone()).collect()).collect();
    all.sort_by_key(|circle| std::cmp::Reverse(circle.len()));
    all
}

impl Files<'_> {
    /// The files that a file imports from.
    fn imported(&self, code: &Code) -> BTreeSet<usize> {
        let handed_on: BTreeSet<Named> = code.handed_on().into_values().collect();
        let named = code.named().into_iter().filter(|named| !handed_on.contains(named));
        let of = named.filter_map(|named| self.file_of(&named.names));
        of.filter(|at| self.places.get(&code.module[..]) != Some(at)).collect()
    }

    /// The file that has what a path names.
    fn file_of(&self, names: &[String]) -> Option<usize> {
        let (len, at) = (1..=names.len()).rev().find_map(|len| Some((len, *self.places.get(&names[..len])?)))?;
        let handed_on = names.get(len).and_then(|name| self.handed_on[at].get(name));
        handed_on.and_then(|named| self.file_of(&named.names)).or(Some(at))
    }
}

/// The files that are reached from one by imports.
fn reachable(from: usize, imports: &[BTreeSet<usize>]) -> BTreeSet<usize> {
    let (mut found, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(at) = open.pop() {
        open.extend(imports[at].iter().copied().filter(|next| found.insert(*next)));
    }
    found
}
