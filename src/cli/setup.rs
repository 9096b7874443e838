//! The commands around a configuration: writing one, showing what is in force, trying everything out.

use super::args::Args;
use super::form::Form;
use super::print::Printer;
use super::words::load;
use catchment_base::disk::{self, Access};
use catchment_base::error::{Error, Result};
use catchment_io::key::{self, Keys};
use catchment_source::DIALECTS;
use catchment_source::config;
use clap::CommandFactory;
use std::path::Path;

/// `init`: the key file and a commented configuration.
pub fn init(file: &Path, source: Option<&str>, printer: &Printer) -> Result<u8> {
    if let Some(source) = source {
        let example = config::commented_example(source, &DIALECTS)?;
        if disk::exists(file) {
            printer.note(&format!("{} already exists and was left unchanged", file.display()));
        } else {
            disk::write_new(file, example.as_bytes(), Access::Private)?;
            let open: Vec<String> = config::to_fill_in(source, &DIALECTS)?.into_iter().map(str::to_owned).collect();
            printer.note(&format!("wrote {}: fill in {}", file.display(), config::enumerated(&open)));
        }
    }
    let config = load(file)?;
    let path = key::file(&config.data_dir);
    if Keys::make(&config.data_dir)? {
        printer.note(&format!(
            "created the key file {}: keep a copy in a safe place; without it the stored responses cannot be opened",
            path.display()
        ));
    } else {
        printer.note(&format!("the key file {} already exists and was left unchanged", path.display()));
    }
    Ok(0)
}

/// `config`: what is in force, or every setting.
pub fn show_config(file: &Path, form: Form, settings: bool, printer: &Printer) -> Result<u8> {
    if settings && form == Form::Json {
        return Err(Error::usage("--settings prints Markdown, not JSON").hint("leave out --format json"));
    }
    if settings {
        printer.data(&config::reference_markdown(&DIALECTS))?;
        return Ok(0);
    }
    let config = load(file)?;
    for (name, connection) in &config.connections {
        let besides = catchment_source::of(connection)?.read_besides(connection);
        besides.iter().for_each(|besides| printer.note(&format!("{name}: {besides}")));
    }
    printer.reply("config", form, 0, config.effective_json(), || config.effective())
}

/// `completions`: a script for a shell.
pub fn completions(shell: clap_complete::Shell, printer: &Printer) -> Result<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "catchment", &mut script);
    printer.data(&String::from_utf8_lossy(&script))?;
    Ok(0)
}

/// `man`: a manual page for each command.
pub fn man(dir: &Path, printer: &Printer) -> Result<u8> {
    disk::make_dir(dir, Access::Published)?;
    clap_mangen::generate_to(Args::command(), dir)
        .map_err(|cause| disk::failed("writing manual pages to", dir, cause))?;
    printer.note(&format!("wrote manual pages to {}", dir.display()));
    Ok(0)
}
