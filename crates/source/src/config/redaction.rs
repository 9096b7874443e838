//! Redaction policies of one's own: `[redaction.NAME]`.

use super::document::{Document, entry, in_order};
use super::read::{Level, Values};
use super::refusal::{Refusal, shortened};
use super::rules::{address, check_name, check_scheme};
use super::sections::Section;
use super::settings::near_match;
use catchment_base::error::Result;
use catchment_io::analyzer::Asked;
use catchment_redact::{Analyzer, Flaw, Policy, SHIPPED, Wanted, Wished};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use toml::de::DeTable;

/// The policies that a file knows: those that are built in, and its own.
pub(super) struct Policies {
    own: BTreeMap<String, Own>,
}

/// A policy of the file with what it says, for `catchment config`.
#[derive(Clone)]
struct Own {
    policy: Policy,
    said: Vec<(&'static str, Value)>,
}

impl Policies {
    /// Reads the sections.
    pub(super) fn read(document: &Document<'_>, table: &DeTable<'_>) -> Result<Self> {
        let mut policies = Self { own: BTreeMap::new() };
        let Some((at, value)) = entry(table, "redaction") else { return Ok(policies) };
        let hint = "add a section `[redaction.NAME]`";
        let mut of_columns = Vec::new();
        for (key, value) in in_order(document.section(at, value, "redaction", hint)?) {
            let (name, at): (&str, _) = (key.get_ref(), key.span().start);
            let table = document.section(at, value, name, hint)?;
            check_name(name, document.dialects).map_err(|refusal| document.refuse(at, refusal))?;
            if SHIPPED.contains(&name) {
                let what = format!("`{name}` is a built-in policy");
                let hint = format!("give yours another name: [redaction.my_{name}] and based_on = \"{name}\"");
                return Err(document.refuse(at, Refusal::new(what, hint)));
            }
            let title = format!("[redaction.{name}]");
            let level = Level::of(Section::Redaction, title, &["analyzer", "rule"]);
            let values = Values::read(document, level, at, table)?;
            let rules = entry(table, "rule").map(|(at, _)| rules(document, name, at)).transpose()?;
            let mut own = Own { policy: policy(name, &values, rules.as_ref())?, said: values.said() };
            own.said.extend(rules.map(|rules| ("rule", json!(rules["rule"]))));
            if let Some((at, value)) = entry(table, "analyzer") {
                let table = document.section(at, value, "analyzer", hint)?;
                let level = Level::of(Section::Analyzer, format!("[redaction.{name}.analyzer]"), &[]);
                let values = Values::read(document, level, at, table)?;
                own.policy = own.policy.with_analyzer(analyzer(name, &values)?);
                own.said.push(("analyzer", values.said().into_iter().collect()));
            }
            policies.own.insert(name.to_owned(), own);
            of_columns.push((name.to_owned(), values));
        }
        for (name, values) in of_columns {
            policies.give_columns(&name, &values)?;
        }
        Ok(policies)
    }

    /// The policy of a name; nothing if there is none.
    pub(super) fn named(&self, name: &str) -> Result<Policy, Refusal> {
        let shipped = || Policy::shipped(name);
        self.own.get(name).map(|own| own.policy.clone()).or_else(shipped).ok_or_else(|| {
            let known: Vec<&str> = SHIPPED.into_iter().chain(self.own.keys().map(String::as_str)).collect();
            let hint = match near_match(name, known.iter()) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("known: {}", known.join(", ")),
            };
            Refusal::new(format!("there is no redaction policy `{}`", shortened(name)), hint)
        })
    }

    /// Every policy of the file with its settings.
    pub(super) fn said(self) -> BTreeMap<String, Vec<(&'static str, Value)>> {
        self.own.into_iter().map(|(name, own)| (name, own.said)).collect()
    }

    /// The own policies by name.
    pub(super) fn own(&self) -> BTreeMap<String, Policy> {
        self.own.iter().map(|(name, own)| (name.clone(), own.policy.clone())).collect()
    }

    fn give_columns(&mut self, name: &str, values: &Values<'_>) -> Result<()> {
        let mut columns = BTreeMap::new();
        for (column, other) in values.table("columns")? {
            let policy = values.settled("columns", self.named(&other))?;
            columns.insert(column, Arc::new(policy));
        }
        if let Some(own) = self.own.get_mut(name) {
            own.policy = own.policy.clone().with_columns(columns);
        }
        Ok(())
    }
}

/// The rows `[[redaction.NAME.rule]]`, as a file of the rulebook has them.
fn rules(document: &Document<'_>, policy: &str, at: usize) -> Result<toml::Table> {
    let rules = document.value(&["redaction", policy, "rule"]).filter(toml::Value::is_array);
    let rules = rules.ok_or_else(|| {
        let hint = format!("write [[redaction.{policy}.rule]] above each rule");
        document.refuse(at, Refusal::new("`rule` must be a list of sections", hint))
    })?;
    Ok(toml::Table::from_iter([("rule".to_owned(), rules)]))
}

fn policy(name: &str, values: &Values<'_>, rules: Option<&toml::Table>) -> Result<Policy> {
    let region = values.parsed("region", |text| match catchment_redact::is_region(text) {
        true => Ok(text.to_owned()),
        false => Err(Refusal::new(
            "`region` is not a country code",
            "write two capital letters (ISO 3166): region = \"DE\", or \"GB\" for the United Kingdom",
        )),
    })?;
    let wanted = Wanted {
        based_on: values.text("based_on")?.to_owned(),
        version: values.text("version")?.to_owned(),
        actions: values.table("actions")?,
        people: match values.text("people")? {
            "as based_on" => String::new(),
            people => people.to_owned(),
        },
        region,
        allow: values.texts("allow")?,
        deny: values.texts("deny")?,
        patterns: values.table("patterns")?,
        rules: rules.map(ToString::to_string).unwrap_or_default(),
        stores: values.text("attachments")? == "store",
        skipped: values.texts("skip_media_types")?,
    };

    Policy::made(name, &wanted).or_else(|flaw| refused(values, flaw))
}

fn refused<T>(values: &Values<'_>, flaw: Flaw) -> Result<T> {
    let refusal = Refusal::new(format!("`{}` {}", flaw.setting, flaw.what), flaw.hint);
    values.settled(flaw.setting, Err(refusal))
}

fn analyzer(policy: &str, values: &Values<'_>) -> Result<Analyzer> {
    let url = values.parsed("url", |text| {
        let example = "for example: url = \"http://127.0.0.1:5002\"";
        let url = address(text, example, "remove it; an analyzer is called without credentials")?;
        let instead = "use https, or run the analyzer on this machine: texts would travel unencrypted";
        check_scheme(&url, false, instead).map(|()| url)
    })?;
    let entities = values.table("entities")?;
    let asked = Asked {
        url,
        language: values.text("language")?.to_owned(),
        entities: entities.keys().cloned().collect(),
        score: values.share("score")?,
        timeout: Duration::from_millis(values.number("timeout_ms")?.into()),
    };
    let wished = Wished {
        asked,
        entities,
        most_texts: values.number("max_request_texts")? as usize,
        most_bytes: (values.number("max_request_kb")? as usize) << 10,
    };
    Analyzer::new(policy, &wished).or_else(|flaw| refused(values, flaw))
}
