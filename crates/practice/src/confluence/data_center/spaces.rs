//! Spaces, listed and by their keys.

use super::desk::Desk;
use super::expand::Expand;
use super::page::most;
use super::rights::not_permitted;
use crate::confluence::site::Space;
use crate::reply::Reply;
use serde_json::json;

impl<'a> Desk<'a> {
    /// The spaces that the account sees.
    pub(super) fn spaces(&self) -> Result<Reply, Reply> {
        let expand = self.expand_of_spaces()?;
        let keys = self.query.list("spaceKey");
        let labels = self.query.list("label");
        let labels: Option<Vec<String>> = labels.map(|names| names.into_iter().map(str::to_owned).collect());
        let lets = |space: &&Space| {
            !space.hidden
                && !self.options.faults.no_space
                && keys.as_ref().is_none_or(|keys| keys.contains(&space.key.as_str()))
                && self.query.text("type").is_none_or(|kind| kind == space.kind)
                && self.query.text("status").is_none_or(|status| status == self.status_of_space(space))
                && labels.as_ref().is_none_or(|names| self.shelf.annex.labels.any_on(space.id, names))
                && self.query.text("favourite") != Some("true")
        };
        let spaces: Vec<&Space> = self.shelf.spaces.iter().filter(lets).collect();
        self.listed(&spaces, self.span(25, most(&expand))?, |space| Ok(self.space_object(space, &expand)))
    }

    /// One space by its key.
    pub(super) fn one_space(&self, key: &str) -> Result<Reply, Reply> {
        let expand = self.expand_of_spaces()?;
        let mut object = self.space_object(self.space(key)?, &expand);
        object["_links"]["base"] = json!(self.base);
        object["_links"]["context"] = json!(self.options.context);
        object["_links"]["collection"] = json!("/rest/api/space");
        Ok(Reply::json(200, object.to_string()))
    }

    /// Whether a space is archived: the search leaves out what is in it unless it is told not to.
    pub(super) fn is_archived(&self, space: &Space) -> bool {
        self.options.faults.data_center.archived.contains(&space.key)
    }

    /// The status of a space.
    pub(super) fn status_of_space(&self, space: &Space) -> &'static str {
        if self.is_archived(space) { "archived" } else { "current" }
    }

    /// What is to be seen of spaces; permissions and history break the answer for whoever is no administrator.
    fn expand_of_spaces(&self) -> Result<Expand<'a>, Reply> {
        let expand = self.expand("");
        let breaks = !self.is_admin() && ["permissions", "history"].iter().any(|part| expand.wants(part));
        if breaks { Err(not_permitted()) } else { Ok(expand) }
    }
}
