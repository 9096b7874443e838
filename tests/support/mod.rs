//! What the tests stand on.

pub mod server;
pub mod site;
pub mod tls;
