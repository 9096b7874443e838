//! What the command `contract` takes.

use super::form::{Form, Format};
use clap::Subcommand;

/// What `contract` takes.
#[derive(clap::Args)]
pub struct ContractArgs {
    /// What to do instead
    #[command(subcommand)]
    pub what: Option<ContractWhat>,
    /// The connection, if there are several
    pub connection: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// What can be done with changes of the schema that wait.
#[derive(Subcommand)]
pub enum ContractWhat {
    /// Accept what holds a dataset; the next sync publishes it
    #[command(
        override_usage = "catchment contract accept [CONNECTION] DATASET --reason TEXT [--change ID]",
        after_help = "Example:\n  catchment contract accept shop item --reason \"ticket 1234\""
    )]
    Accept {
        /// The connection, if there are several, then the dataset
        #[arg(required = true, num_args = 1..=2, value_name = "DATASET")]
        words: Vec<String>,
        /// Accept this change alone
        #[arg(long, value_name = "ID")]
        change: Option<i64>,
        /// The reason; recorded with your account name
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// Output format
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
}
