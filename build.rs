//! Finds the commit that is built, for `--version`, and whether the program has its practice servers.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rustc-check-cfg=cfg(practice)");
    // Who links a DuckDB that is ready develops the program, and its tests need the practice servers.
    if env::var_os("CARGO_FEATURE_PRACTICE").is_some() || env::var_os("CARGO_FEATURE_BUNDLED").is_none() {
        println!("cargo::rustc-cfg=practice");
    }
    println!("cargo::rerun-if-env-changed=CATCHMENT_COMMIT");
    let package = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or(io::ErrorKind::NotFound)?);
    // Whoever builds without a clone sets it.
    if env::var_os("CATCHMENT_COMMIT").is_none()
        && let Some(commit) = commit(&package.join(".git"))
    {
        println!("cargo::rustc-env=CATCHMENT_COMMIT={commit}");
    }
    Ok(())
}

/// The start of the commit that HEAD names; `None` outside a clone. This script runs again when HEAD moves.
fn commit(git: &Path) -> Option<String> {
    let head = fs::read_to_string(git.join("HEAD")).ok()?;
    let name = head.trim().strip_prefix("ref: ");
    let files = ["HEAD", "logs/HEAD", "packed-refs"].into_iter().chain(name).map(|file| git.join(file));
    // A file that is not there would have the script run at every build.
    for file in files.filter(|file| file.exists()) {
        println!("cargo::rerun-if-changed={}", file.display());
    }
    let full = match name {
        None => head,
        Some(name) => fs::read_to_string(git.join(name)).ok().or_else(|| packed(git, name))?,
    };
    full.get(..12).map(str::to_owned)
}

/// The commit of a reference that has no file of its own.
fn packed(git: &Path, name: &str) -> Option<String> {
    let all = fs::read_to_string(git.join("packed-refs")).ok()?;
    all.lines().find_map(|line| line.strip_suffix(name)?.strip_suffix(' ').map(str::to_owned))
}
