//! What the instance's dictionary says of the tables that are read: their fields with inheritance, and the types of these.
//!
//! A table has its own rows in `sys_dictionary` and those of every table that it extends, which `sys_db_object` names. Both are
//! asked for all tables at once. References that settings walk lead to further tables. Every name that settings use is looked
//! up: an instance drops a condition that it does not know, and answers with the whole table.

use super::line::{self, DEEPEST, Line};
use super::page::{self, total};
use super::query;
use super::settings::SECRET;
use super::tables::{PEOPLE, Table};
use super::types::Element;
use crate::Stream;
use crate::config::{Own, suggestion};
use crate::dictionary::{Dictionary, Field};
use crate::refused::Flaw;
use catchment_base::error::{Error, Result, printable};
use catchment_base::response::path;
use catchment_io::http::{Answer, Ask, argument};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use url::Url;

/// Tables asked for at once: a table has some hundreds of fields at most.
const TABLES_AT_ONCE: usize = 20;
/// Rows asked for at once.
const PAGE: u32 = 10_000;
/// Rows to a question, at most.
const MOST_ROWS: usize = 1_000_000;
const TABLES: &str = "sys_db_object";
const FIELDS: &str = "sys_dictionary";

/// The dictionary of one instance, as far as it is known.
pub struct FieldDictionary {
    base: Url,
    own: Own,
    tables: &'static [Table],
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    /// Tables, each with itself and what it extends; nothing where the instance does not name it.
    chains: BTreeMap<String, Vec<String>>,
    /// Tables of the settings, each with what extends it; nothing where not all of that is shown.
    below: BTreeMap<String, Option<Vec<String>>>,
    /// The lines of tables as an earlier run knew them.
    recalled: BTreeMap<String, Line>,
    /// What each table defines itself, by the names of the fields.
    elements: BTreeMap<String, BTreeMap<String, Element>>,
    /// Tables of which it is known that there are none of their names.
    absent: BTreeSet<String>,
    /// The rows of an answer that is to go on, by its query: an instance may give fewer at once than it is asked for.
    parts: BTreeMap<String, Vec<Row>>,
    /// The account may not ask.
    is_refused: bool,
    /// What is known of the fields of each stream.
    fields: BTreeMap<String, Vec<Field>>,
}

impl Known {
    /// Takes a page of the answer to a query; gives its rows where they are as many as are counted, or where it shows no others. A
    /// short page is not the last one.
    fn whole(&mut self, query: &str, page: Vec<Row>, counted: Option<u64>) -> Option<Vec<Row>> {
        let mut rows = self.parts.remove(query).unwrap_or_default();
        let is_over = rows.ends_with(&page);
        if !is_over {
            rows.extend(page);
        }
        if is_over || rows.len() >= MOST_ROWS || counted.is_some_and(|counted| counted <= rows.len() as u64) {
            return Some(rows);
        }
        self.parts.insert(query.to_owned(), rows);
        None
    }
}

/// What is known of a name.
enum Found<'k> {
    Field(&'k Element),
    /// The table at which the name ends has no such field.
    Unknown(String),
    /// The dictionary does not describe what it leads to.
    Undescribed,
}

/// A row of one of the two tables: texts by fields.
type Row = BTreeMap<String, String>;

impl FieldDictionary {
    pub(super) fn new(base: &Url, own: &Own, tables: &'static [Table]) -> Self {
        Self { base: base.clone(), own: own.clone(), tables, known: Mutex::default() }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn table(&self, stream: &Stream) -> Option<&'static Table> {
        self.tables.iter().find(|table| table.stream == stream.name)
    }

    /// The fields that requests of a stream ask for, where it is known which: all but those that are never kept.
    pub(super) fn asked(&self, table: &Table) -> Vec<String> {
        let known = self.known();
        let of_stream = known.fields.get(&table.stream).map(Vec::as_slice).unwrap_or_default();
        let is_secret = |name: &String| {
            table.class(name) == Some(SECRET)
                || of_stream.iter().any(|field| field.class == SECRET && name_of(field).as_ref() == Some(name))
        };
        // What the dictionary describes has an id.
        let told: Vec<String> = of_stream.iter().filter_map(name_of).collect();
        let told = if told.iter().any(|name| name == query::ID) { told } else { Vec::new() };
        let asked = table.asked();
        let mut names: Vec<String> = Vec::new();
        for name in if asked.is_empty() { told } else { asked } {
            if !names.contains(&name) && !is_secret(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The same without free text, which has no bounds; none where it is not known which that is.
    pub(super) fn short(&self, table: &Table) -> Vec<String> {
        let asked = self.asked(table);
        let known = self.known();
        let of_stream = known.fields.get(&table.stream).map(Vec::as_slice).unwrap_or_default();
        let is_text = |name: &String| {
            let is_it = |field: &&Field| name_of(field).as_ref() == Some(name);
            of_stream.iter().filter(is_it).any(|field| field.class == "text")
        };
        asked.into_iter().filter(|name| !is_text(name)).collect()
    }

    /// Where a table of the settings stands among others.
    pub(super) fn line(&self, table: &str) -> Line {
        self.known().line(table)
    }

    /// The tables whose records are read and may go, with all that extend them; nothing where these are not known.
    pub(super) fn classes(&self) -> Option<Vec<String>> {
        let known = self.known();
        let mut names = BTreeSet::new();
        for table in self.lasting() {
            names.extend(known.line(table).below?);
            names.insert(table.to_owned());
        }
        Some(names.into_iter().collect())
    }

    /// The tables of the settings with those that they extend, or with those that extend them; nothing where these are not known.
    pub(super) fn around(&self, is_above: bool) -> Option<Vec<String>> {
        let known = self.known();
        let mut names = BTreeSet::new();
        for table in self.tables.iter().filter(|table| table.dataset.is_none()) {
            let Line { above, below } = known.line(&table.name);
            names.extend(if is_above { above } else { below? });
            names.insert(table.name.clone());
        }
        Some(names.into_iter().collect())
    }

    /// The tables of the settings whose records may go: all but those that record what happened.
    fn lasting(&self) -> impl Iterator<Item = &'static str> {
        self.tables.iter().filter(|table| !table.is_event).map(|table| table.name.as_str())
    }

    /// A question for rows of one of the two tables.
    fn ask(&self, known: &Known, table: &str, query: &str, fields: &str) -> Result<Ask> {
        let mut url = super::address::table_url(&self.base, table)?;
        url.query_pairs_mut()
            .append_pair("sysparm_query", query)
            .append_pair("sysparm_fields", fields)
            .append_pair("sysparm_limit", &PAGE.to_string())
            .append_pair("sysparm_exclude_reference_link", "true")
            .append_pair("sysparm_suppress_pagination_header", "true");
        if let Some(rows) = known.parts.get(query) {
            url.query_pairs_mut().append_pair("sysparm_offset", &rows.len().to_string());
        }
        Ok(Ask::get(url))
    }

    /// The next question for what extends the tables of the settings.
    fn ask_below(&self, known: &Known) -> Result<Option<Ask>> {
        let tables = self.lasting().chain(PEOPLE.iter().copied());
        let unplaced: Vec<&str> = tables.filter(|table| !known.below.contains_key(*table)).collect();
        if unplaced.is_empty() {
            return Ok(None);
        }
        let query = line::extending(&line::asked_at_once(&unplaced));
        self.ask(known, TABLES, &query, &[line::above(0), line::above(1)].join(",")).map(Some)
    }

    /// The tables whose fields are needed, as far as it is known where references lead.
    fn needed(&self, known: &Known) -> BTreeSet<String> {
        let mut needed: BTreeSet<String> = self.tables.iter().map(|table| table.name.clone()).collect();
        for table in self.tables {
            for name in names_of(table) {
                let mut at = table.name.clone();
                for part in name.split('.') {
                    match known.field(&at, part) {
                        Found::Field(element) if !element.reference.is_empty() => at.clone_from(&element.reference),
                        _ => break,
                    }
                    needed.insert(at.clone());
                }
            }
        }
        needed
    }

    fn described(&self, table: &Table, known: &Known) -> Result<Vec<Field>> {
        if known.absent.contains(&table.name) && table.dataset.is_none() {
            let what = format!("the instance has no table {}", printable(&table.name));
            let hint =
                "check its name in the instance, under System Definition, Tables: small letters, as in u_asset_loan";
            return Err(self.own.refuse(&table.setting, what, hint));
        }
        if !known.is_described(&table.name) {
            let is_asked = |name: &str| table.fields.is_empty() || table.fields.iter().any(|field| field == name);
            let fields = table.known().filter(|(name, _)| is_asked(name));
            return Ok(fields
                .flat_map(|(name, class)| Self::fields_of(table, name, (&Element::default(), class)))
                .collect());
        }
        for (setting, name) in named(table) {
            self.prove(table, &setting, &name, known)?;
        }
        let asked = table.asked();
        let names = if asked.is_empty() { known.names(&table.name) } else { asked };
        let mut fields = Vec::new();
        for name in names {
            if let Found::Field(element) = known.walk(&table.name, &name) {
                let last = name.rsplit('.').next().unwrap_or(&name);
                fields.extend(Self::fields_of(table, &name, (element, known.class(element, last))));
            }
        }
        Ok(fields)
    }

    /// What a field of the table becomes; `class` is what it holds by its type.
    fn fields_of(table: &Table, name: &str, (element, class): (&Element, &str)) -> Vec<Field> {
        // What is known to hold something does, though the dictionary calls it a journal.
        if !element.has_value() && table.class(name).is_none() {
            return Vec::new();
        }
        let class = table.class(name).unwrap_or(class);
        let field = |names: &[&str], class: &str, column: Option<String>| Field {
            path: path::spelled(names),
            class: class.to_owned(),
            column,
            label: element.label.clone(),
        };
        if !table.shows_both || class == SECRET {
            return vec![field(&[name], class, None)];
        }
        let column = name.replace('.', "_");
        let mut fields = vec![
            field(&[name], "parts", Some(format!("{column}_parts"))),
            field(&[name, "value"], class, Some(column.clone())),
        ];
        if element.has_display() {
            let shown = if class == "person" { class } else { "text" };
            fields.push(field(&[name, "display_value"], shown, Some(format!("{column}_display"))));
        }
        fields
    }

    /// Whether the instance has a field that the settings name, and it is what they take it for.
    fn prove(&self, table: &Table, setting: &str, name: &str, known: &Known) -> Result<()> {
        let refuse = |what: String, hint: String| Err(self.own.refuse(setting, what, hint));
        match known.walk(&table.name, name) {
            Found::Undescribed => Ok(()),
            Found::Unknown(at) => {
                let last = name.rsplit('.').next().unwrap_or(name);
                let names = known.names(&at);
                let near = suggestion(last, names.iter());
                let walked = if last == name { String::new() } else { format!(", which `{name}` names") };
                let what = format!("the table {} has no field {}{walked}", printable(&at), printable(last));
                let why = match setting.ends_with(".query") {
                    true => "an instance ignores conditions on fields that it does not have",
                    false => "the dictionary of the instance (sys_dictionary) has the names of its fields",
                };
                refuse(what, format!("{near}{why}"))
            }
            Found::Field(_) if setting.ends_with(".classes") => Ok(()),
            Found::Field(element)
                if !element.has_value() && setting.ends_with(".fields") && table.class(name).is_none() =>
            {
                let what = format!("`{name}` of {} is a journal, which a record has no value of", table.name);
                refuse(what, "remove it, and read its entries: datasets = [\"journal_entry\"]".to_owned())
            }
            Found::Field(element) if element.is_password() => {
                let what = format!("`{name}` of {} is a password", table.name);
                refuse(what, "remove it: passwords are never read".to_owned())
            }
            Found::Field(element)
                if known.class(element, "") == SECRET
                    && setting.ends_with(".fields")
                    && table.class(name).is_none() =>
            {
                let what = format!("`{name}` of {} is a list of people, of whom no pseudonyms are made", table.name);
                refuse(what, format!("remove it, or read it as it is: classes = {{ \"{name}\" = \"text\" }}"))
            }
            Found::Field(element) if name == table.cursor && !element.is_time() => {
                let what = format!("`{name}` of {} is {}, which is no time", table.name, printable(&element.kind));
                refuse(what, "name a date-time field with the last change, such as sys_updated_on".to_owned())
            }
            Found::Field(_) => Ok(()),
        }
    }
}

/// What a row says of a field; empty where it does not name it.
fn text(row: &Row, name: &str) -> String {
    row.get(name).cloned().unwrap_or_default()
}

/// The name of the member that a field stands in.
fn name_of(field: &Field) -> Option<String> {
    path::names(&field.path).first().map(|name| name.clone().into_owned())
}

/// The fields that the settings of a table name, each with its setting.
fn named(table: &Table) -> Vec<(String, String)> {
    let setting = |name: &str| format!("{}.{name}", table.setting);
    let of_query = query::fields(&table.query).unwrap_or_default();
    let fields = table.fields.iter().map(|field| (setting("fields"), field.clone()));
    let query = of_query.into_iter().map(|field| (setting("query"), field));
    let classes = table.classes.keys().map(|field| (setting("classes"), field.clone()));
    fields.chain(query).chain(classes).chain([(setting("cursor_field"), table.cursor.clone())]).collect()
}

fn names_of(table: &Table) -> impl Iterator<Item = String> {
    named(table).into_iter().map(|(_, name)| name)
}

impl Known {
    /// What a field holds by its type; `name` is the last part of its name.
    fn class(&self, element: &Element, name: &str) -> &'static str {
        let extends = |people: &&str| {
            let below = self.below.get(*people).and_then(Option::as_ref);
            below.is_some_and(|below| below.contains(&element.reference))
        };
        let is_of_people = PEOPLE.contains(&element.reference.as_str()) || PEOPLE.iter().any(extends);
        element.class(name, is_of_people)
    }

    /// Where a table stands, by what was said in this run, else in an earlier one.
    fn line(&self, table: &str) -> Line {
        match (self.chains.get(table), self.below.get(table)) {
            (Some(above), Some(below)) => Line { above: above.clone(), below: below.clone() },
            _ => self.recalled.get(table).cloned().unwrap_or_default(),
        }
    }

    /// Notes what extends some tables, by rows that extend one of them.
    fn note_below(&mut self, tables: Vec<String>, rows: &[Row], is_whole: bool) {
        let extends = rows.iter().map(|row| (text(row, &line::above(0)), text(row, &line::above(1)))).collect();
        for table in tables {
            let below = is_whole.then(|| line::below(&table, &extends));
            self.below.insert(table, below);
        }
    }

    /// A field of a table, or of one that it extends.
    fn field(&self, table: &str, name: &str) -> Found<'_> {
        let Some(chain) = self.chains.get(table).filter(|_| self.is_described(table)) else {
            return Found::Undescribed;
        };
        let found = chain.iter().find_map(|table| self.elements.get(table)?.get(name));
        found.map_or_else(|| Found::Unknown(table.to_owned()), Found::Field)
    }

    /// The field to which a name with dots leads.
    fn walk(&self, table: &str, name: &str) -> Found<'_> {
        let (mut at, mut parts) = (table.to_owned(), name.split('.').peekable());
        while let Some(part) = parts.next() {
            match self.field(&at, part) {
                Found::Field(element) if parts.peek().is_none() => return Found::Field(element),
                Found::Field(element) if element.reference.is_empty() => return Found::Unknown(at),
                Found::Field(element) => at.clone_from(&element.reference),
                other => return other,
            }
        }
        Found::Undescribed
    }

    /// Whether its fields are known: every record has an id, which every description of a table has.
    fn is_described(&self, table: &str) -> bool {
        let chain = self.chains.get(table).map(Vec::as_slice).unwrap_or_default();
        chain.iter().any(|table| self.elements.get(table).is_some_and(|of| of.contains_key(query::ID)))
    }

    /// The names of the fields of a table, those that it defines itself last.
    fn names(&self, table: &str) -> Vec<String> {
        let chain = self.chains.get(table).map(Vec::as_slice).unwrap_or_default();
        let mut names: Vec<String> = Vec::new();
        for name in chain.iter().rev().filter_map(|table| self.elements.get(table)).flat_map(BTreeMap::keys) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }
}

impl Dictionary for FieldDictionary {
    fn question(&self) -> Result<Option<Ask>> {
        let known = self.known();
        if known.is_refused {
            return Ok(None);
        }
        let needed = self.needed(&known);
        let unplaced: Vec<&str> =
            needed.iter().map(String::as_str).filter(|table| !known.chains.contains_key(*table)).collect();
        if !unplaced.is_empty() {
            let names = unplaced[..unplaced.len().min(TABLES_AT_ONCE)].join(",");
            let chain: Vec<String> = (0..=DEEPEST).map(line::above).collect();
            let query = format!("nameIN{names}^ORDERBYsys_id");
            return self.ask(&known, TABLES, &query, &chain.join(",")).map(Some);
        }
        if let Some(ask) = self.ask_below(&known)? {
            return Ok(Some(ask));
        }
        let chains = needed.iter().filter_map(|table| known.chains.get(table)).flatten();
        let mut untold: Vec<&str> =
            chains.map(String::as_str).filter(|table| !known.elements.contains_key(*table)).collect();
        untold.sort_unstable();
        untold.dedup();
        if untold.is_empty() {
            return Ok(None);
        }
        let names = untold[..untold.len().min(TABLES_AT_ONCE)].join(",");
        let query = format!("nameIN{names}^elementISNOTEMPTY^ORDERBYsys_id");
        self.ask(&known, FIELDS, &query, "name,element,internal_type,reference,choice,column_label").map(Some)
    }

    fn read(&self, ask: &Ask, answer: &Answer) -> Result<(), Flaw> {
        let page: Vec<Row> = page::result(&answer.body).map_err(Flaw::Ill)?;
        let query = argument(&ask.url, "sysparm_query");
        let Some(rows) = self.known().whole(query.as_deref().unwrap_or_default(), page, total(answer)) else {
            return Ok(());
        };
        // What is described in part would make unknown names of those that are hidden.
        let is_whole = total(answer).is_none_or(|counted| counted <= rows.len() as u64);
        if let Some(tables) = query.as_deref().and_then(line::extended) {
            self.known().note_below(tables, &rows, is_whole);
            return Ok(());
        }
        if rows.len() >= MOST_ROWS {
            let what = format!("the dictionary of the instance has more than {MOST_ROWS} rows for a few tables");
            return Err(Flaw::Wrong(Error::failed(what).hint("please report it: names of fields were not checked")));
        }
        let asked = query.as_deref().and_then(|query| query.strip_prefix("nameIN")?.split('^').next());
        let asked = asked.unwrap_or_default().split(',');
        let is_of_tables = ask.url.path().ends_with(TABLES);
        let mut known = self.known();
        for table in asked {
            let named = rows.iter().filter(|row| is_whole && text(row, "name") == table);
            if is_of_tables {
                if is_whole && !rows.iter().any(|row| text(row, "name") == table) {
                    known.absent.insert(table.to_owned());
                }
                let chain = named.flat_map(|row| (0..=DEEPEST).map(|depth| text(row, &line::above(depth))));
                let chain = chain.filter(|name| !name.is_empty()).collect();
                known.chains.insert(table.to_owned(), chain);
                continue;
            }
            let element = |row: &Row| {
                let is_choice = matches!(text(row, "choice").as_str(), "1" | "3");
                let (kind, reference) = (text(row, "internal_type"), text(row, "reference"));
                let element = Element { kind, reference, label: text(row, "column_label"), is_choice };
                (text(row, "element"), element)
            };
            let elements = named.map(element).collect();
            known.elements.insert(table.to_owned(), elements);
        }
        Ok(())
    }

    fn refused(&self, _: &Ask) {
        self.known().is_refused = true;
    }

    fn fields(&self, stream: &Stream) -> Result<Vec<Field>> {
        let Some(table) = self.table(stream) else { return Ok(Vec::new()) };
        let mut known = self.known();
        let fields = self.described(table, &known)?;
        known.fields.insert(table.stream.clone(), fields.clone());
        Ok(fields)
    }

    fn is_described(&self, stream: &Stream) -> bool {
        self.table(stream).is_some_and(|table| self.known().is_described(&table.name))
    }

    fn noted(&self, stream: &Stream) -> String {
        let line = self.table(stream).map(|table| self.line(&table.name)).unwrap_or_default();
        json!(line).to_string()
    }

    fn recall(&self, stream: &Stream, fields: Vec<Field>, noted: &str) {
        let mut known = self.known();
        known.fields.insert(stream.name.to_owned(), fields);
        // What an older program noted is nothing: then it is not known.
        if let (Some(table), Ok(line)) = (self.table(stream), serde_json::from_str(noted)) {
            known.recalled.insert(table.name.clone(), line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(names: &[&str]) -> Vec<Row> {
        names.iter().map(|name| Row::from([("element".to_owned(), (*name).to_owned())])).collect()
    }

    #[test]
    fn an_answer_is_read_on_until_all_rows_came_or_no_others_do() {
        let mut known = Known::default();
        assert_eq!(known.whole("counted", rows(&["a"]), Some(2)), None);
        assert_eq!(known.whole("counted", rows(&["b"]), Some(2)), Some(rows(&["a", "b"])));
        // Where nothing is counted, a page may have been cut.
        assert_eq!(known.whole("uncounted", rows(&["a", "b"]), None), None);
        assert_eq!(known.whole("uncounted", rows(&["c"]), None), None);
        assert_eq!(known.whole("uncounted", Vec::new(), None), Some(rows(&["a", "b", "c"])));
        // What counts more than it shows ends, and so does what does not heed where a page begins.
        assert_eq!(known.whole("hidden", rows(&["a"]), Some(3)), None);
        assert_eq!(known.whole("hidden", Vec::new(), Some(3)), Some(rows(&["a"])));
        assert_eq!(known.whole("again", rows(&["a", "b"]), None), None);
        assert_eq!(known.whole("again", rows(&["a", "b"]), None), Some(rows(&["a", "b"])));
        assert!(known.parts.is_empty());
    }
}
