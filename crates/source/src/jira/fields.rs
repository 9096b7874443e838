//! The custom fields of issues, as the site describes them: one question, by which each has a column of its type from the first
//! record on.

use super::endpoint::Api;
use super::search::is_custom;
use super::settings::FIELDS;
use super::types::Described;
use crate::config::{Own, suggestion};
use crate::dictionary::{Dictionary, Field};
use crate::refused::Flaw;
use crate::{Stream, flaw};
use catchment_base::error::{Result, printable};
use catchment_base::response::json_text;
use catchment_io::http::{Answer, Ask};
use std::sync::{Mutex, MutexGuard, PoisonError};
use url::Url;

/// The custom fields of one site, as far as they are known.
pub(super) struct CustomFields {
    url: Url,
    is_cloud: bool,
    own: Own,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    /// What the site said in this run.
    described: Option<Vec<Described>>,
    is_refused: bool,
    /// What it said in an earlier one.
    recalled: Vec<Field>,
}

impl CustomFields {
    pub(super) fn new(base: &Url, api: &Api, own: &Own) -> Self {
        let mut url = base.clone();
        url.set_path(&format!("{}{}", base.path().trim_end_matches('/'), api.fields));
        Self { url, is_cloud: api.is_cloud(), own: own.clone(), known: Mutex::default() }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether settings ask for a field.
    fn is_asked(&self, id: &str) -> bool {
        let said = self.own.texts(FIELDS);
        let names = |name: &String| name.strip_prefix('-').is_none() && is_custom(name);
        let is_out = said.iter().any(|name| name.strip_prefix('-') == Some(id));
        !is_out && (!said.iter().any(names) || said.iter().any(|name| name == id))
    }

    /// Fails where the settings name a field that the site does not have.
    fn prove(&self, described: &[Described]) -> Result<()> {
        for said in self.own.texts(FIELDS) {
            let name = said.strip_prefix('-').unwrap_or(&said);
            if described.iter().any(|field| field.id == name) {
                continue;
            }
            let near = described.iter().filter(|field| field.custom).map(|field| field.name.as_str());
            let by_name = described.iter().find(|field| field.name.eq_ignore_ascii_case(name));
            let hint = match by_name {
                Some(field) => format!("the field of this name is {}", field.id),
                None => format!("{}the dataset `field` has the ids of all fields", suggestion(name, near)),
            };
            let what = format!("the site shows no field {} to this account", printable(name));
            return Err(self.own.refuse(FIELDS, what, hint));
        }
        Ok(())
    }
}

impl Dictionary for CustomFields {
    fn question(&self) -> Result<Option<Ask>> {
        let known = self.known();
        let is_open = known.described.is_none() && !known.is_refused;
        Ok(is_open.then(|| Ask::get(self.url.clone())))
    }

    fn read(&self, _: &Ask, answer: &Answer) -> Result<(), Flaw> {
        let body = &answer.body;
        let described: Vec<Described> =
            serde_json::from_slice(json_text(body)).map_err(|cause| flaw(&cause, body.len()))?;
        self.prove(&described).map_err(Flaw::Wrong)?;
        self.known().described = Some(described);
        Ok(())
    }

    fn refused(&self, _: &Ask) {
        self.known().is_refused = true;
    }

    fn fields(&self, _: &Stream) -> Result<Vec<Field>> {
        let known = self.known();
        let Some(described) = &known.described else { return Ok(known.recalled.clone()) };
        let asked = described.iter().filter(|field| is_custom(&field.id) && self.is_asked(&field.id));
        Ok(asked.flat_map(|field| field.fields(self.is_cloud)).collect())
    }

    fn is_described(&self, _: &Stream) -> bool {
        let known = self.known();
        known.described.is_some() || !known.recalled.is_empty()
    }

    fn recall(&self, _: &Stream, fields: Vec<Field>, _: &str) {
        self.known().recalled = fields;
    }
}
