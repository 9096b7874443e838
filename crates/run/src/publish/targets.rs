//! Where a connection publishes: its lake with what follows it, and the store of its attachments.

use super::catalog::Followers;
use crate::upload;
use catchment_base::error::Result;
use catchment_io::store::Store;
use catchment_lake::export::Lake;
use catchment_source::config::{Config, Connection};

/// The places that a sync of a connection writes to, beside its database.
pub struct Targets {
    /// The connection's part of the lake.
    pub lake: Lake,
    /// The catalogs and the sync tables of the lake.
    pub followers: Followers,
    /// Where attachments go; `None` if none are stored.
    pub store: Option<Store>,
}

impl Targets {
    /// Those of a connection. Nothing is asked for yet.
    pub fn of(config: &Config, connection: &Connection) -> Result<Self> {
        let followers = Followers::new(config, &connection.name)?;
        Ok(Self { lake: followers.lake().clone(), followers, store: upload::open_store(config, connection)? })
    }
}
