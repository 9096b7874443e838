//! Circles of imports: files that cannot be read one before the other.
//!
//! That a folder hands on what its files hold (`pub use`) is no import.

use super::code::Code;
use std::collections::{BTreeMap, BTreeSet};

/// The circles of more than so many files, each with its paths in order, the largest first.
pub fn circles(program: &[Code], most: usize) -> Vec<Vec<String>> {
    let files: BTreeMap<&[String], usize> =
        program.iter().enumerate().map(|(at, code)| (&code.module[..], at)).collect();
    let imports: Vec<BTreeSet<usize>> = program.iter().map(|code| imported(code, &files)).collect();
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

/// The files that a file imports from.
fn imported(code: &Code, files: &BTreeMap<&[String], usize>) -> BTreeSet<usize> {
    let handed_on = code.handed_on();
    let named = code.named().into_iter().filter(|named| named.module().is_some() && !handed_on.contains(named));
    let of = named.filter_map(|named| {
        let names = &named.names[1..];
        (1..=names.len()).rev().find_map(|len| files.get(&names[..len]).copied())
    });
    of.filter(|at| files.get(&code.module[..]) != Some(at)).collect()
}

/// The files that are reached from one by imports.
fn reachable(from: usize, imports: &[BTreeSet<usize>]) -> BTreeSet<usize> {
    let (mut found, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(at) = open.pop() {
        open.extend(imports[at].iter().copied().filter(|next| found.insert(*next)));
    }
    found
}
