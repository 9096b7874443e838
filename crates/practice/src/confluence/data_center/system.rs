//! The server itself: its version.

use super::desk::Desk;
use crate::reply::Reply;
use serde_json::json;

impl Desk<'_> {
    /// Which version of the product answers, and under which address.
    pub(super) fn server_information(&self, version: &str) -> Result<Reply, Reply> {
        let build = self.release.build();
        let body = json!({"baseUrl": self.base, "version": version, "buildNumber": build,
                          "marketplaceBuildNumber": build, "buildDate": "2023-03-01"});
        Ok(Reply::json(200, body.to_string()))
    }
}
