//! A sync in this process, with something that happens beside it.

use super::lab::CONNECTION;
use catchment_base::error::Result;
use catchment_run::{Progress, Report, Wishes};
use catchment_source::DIALECTS;
use catchment_source::config::Config;
use std::path::Path;
use std::sync::Arc;
use tokio::runtime::Runtime;
use tokio::sync::watch;

/// Syncs a folder to its end, while something goes on beside it that may ask the sync to stop by sending true.
pub fn synced(
    runtime: &Runtime,
    folder: &Path,
    wishes: Wishes,
    beside: impl AsyncFnOnce(&watch::Sender<bool>),
) -> Result<Report> {
    let config = Config::load(&folder.join("catchment.toml"), &DIALECTS)?;
    let (stop, stopped) = watch::channel(false);
    let syncing = catchment_run::sync(&config, CONNECTION, wishes, stopped, Arc::new(Progress::default()));
    runtime.block_on(async {
        let going_on = async {
            beside(&stop).await;
            std::future::pending::<()>().await;
        };
        tokio::select! { report = syncing => report, () = going_on => unreachable!() }
    })
}
