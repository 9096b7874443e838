//! The server itself: its version, and the log of what administrators look after.

use super::desk::Desk;
use crate::practice::reply::Reply;
use serde_json::json;

impl Desk<'_> {
    /// Which version of the product answers, and under which address.
    pub(super) fn server_information(&self, version: &str) -> Result<Reply, Reply> {
        let build = self.release.build();
        let body = json!({"baseUrl": self.base, "version": version, "buildNumber": build,
                          "marketplaceBuildNumber": build, "buildDate": "2023-03-01"});
        Ok(Reply::json(200, body.to_string()))
    }

    /// The audit log, for administrators: nothing has been logged yet.
    pub(super) fn events(&self) -> Result<Reply, Reply> {
        self.must_be_admin()?;
        let paging = json!({"lastPage": true, "nextPageCursor": null, "size": 0});
        Ok(Reply::json(200, json!({"entities": [], "pagingInfo": paging}).to_string()))
    }
}
