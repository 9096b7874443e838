//! Which rows a query finds, in which order, and the page that is cut out of them before rights are looked at.

use super::arguments::Arguments;
use super::encoded::{Grammar, Query};
use super::faults::{Caller, Denial, Faults};
use super::refusal;
use super::rights::Rights;
use super::row::Row;
use super::store::Store;
use super::zone::Zone;
use crate::random::mark;
use crate::reply::Reply;

/// The script that gives the user who asks.
const CALLER: &str = "gs.getUserID()";

/// What answering a request looks at.
#[derive(Clone, Copy)]
pub(super) struct Sight<'a> {
    pub(super) store: &'a Store,
    pub(super) rights: &'a Rights,
    pub(super) zone: &'a Zone,
    pub(super) faults: &'a Faults,
    /// The number of the request, counted from 1: rows that a query does not tell apart come in another order each
    /// time.
    pub(super) number: u64,
}

/// A row with its class.
pub(super) type Found<'a> = (&'static str, &'a Row);

/// A page of a table.
pub(super) struct Page<'a> {
    pub(super) rows: Vec<Found<'a>>,
    /// How many rows the query finds, those that the account does not see among them.
    pub(super) total: usize,
    pub(super) offset: usize,
    pub(super) limit: usize,
}

/// A table that queries are read against.
struct Read<'a> {
    sight: Sight<'a>,
    table: &'a str,
}

impl Grammar for Read<'_> {
    fn knows(&self, field: &str) -> bool {
        self.sight.store.field(self.table, field).is_some()
    }

    fn literal(&self, field: &str, value: &str) -> String {
        let is_time = self.sight.store.field(self.table, field).is_some_and(|field| field.is_time());
        if is_time { self.sight.zone.literal(value) } else { value.to_owned() }
    }

    fn script(&self, script: &str) -> Option<String> {
        let Sight { faults, zone, .. } = self.sight;
        let value = if script == CALLER { Some(self.sight.caller_id()) } else { zone.script(script) };
        value.filter(|_| !faults.refuses_scripts)
    }
}

impl<'a> Sight<'a> {
    /// The id of the user who is answered; that of a visitor is none of a row.
    fn caller_id(&self) -> String {
        match self.faults.caller(self.number) {
            Caller::Account => self.store.maker.id("sys_user", 0),
            Caller::Other => self.store.maker.id("sys_user", 1),
            Caller::Visitor => "guest".to_owned(),
        }
    }

    /// Whether a row is there for who is answered: to a visitor every third one is, and of the users not the account itself.
    fn is_there(&self, table: &str, row: &Row) -> bool {
        let is_public = || mark([row.sys_id()]).is_multiple_of(3);
        let is_own = || table == "sys_user" && row.sys_id() == self.store.maker.id("sys_user", 0);
        self.faults.caller(self.number) != Caller::Visitor || (is_public() && !is_own())
    }

    /// The denial of a table that the account may ask for; an unknown table is a 400, a forbidden one a 403.
    fn denial(&self, table: &str) -> Result<Option<Denial>, Reply> {
        self.store.schema.table(table).ok_or_else(|| refusal::invalid_table(table))?;
        match self.rights.denial(table) {
            Some(Denial::Forbidden) => Err(refusal::insufficient()),
            other => Ok(other),
        }
    }

    /// The query of a request; one that names a hidden field is a 403.
    fn query(&self, table: &str, text: &str) -> Result<Query, Reply> {
        let beyond = |operator| refusal::improper(&format!("The practice server does not evaluate {operator}."));
        let query = Query::read(text, &Read { sight: *self, table }).map_err(beyond)?;
        let is_hidden = query.fields().any(|field| self.rights.hides_field(&self.store.schema, table, field));
        if is_hidden { Err(refusal::insufficient()) } else { Ok(query) }
    }

    /// The rows that a query finds, rights left out.
    fn found(&self, table: &'a str, query: &Query) -> Vec<Found<'a>> {
        if query.dropped() > 0 && self.faults.invalid_finds_nothing {
            return Vec::new();
        }
        let store = self.store;
        if self.faults.overlooked.iter().any(|overlooked| overlooked == table) {
            return store.rows(table).collect();
        }
        let finds = |row: &Row| query.finds(&|field| store.value(table, row, field));
        store.rows(table).filter(|(_, row)| self.is_there(table, row) && finds(row)).collect()
    }

    /// The rows of a table that a query finds and that the account sees.
    pub(super) fn seen(&self, table: &'a str, text: &str) -> Result<Vec<Found<'a>>, Reply> {
        let denial = self.denial(table)?;
        let query = self.query(table, text)?;
        let sees = |(_, row): &Found<'_>| denial.is_none() && !self.rights.hides(row.sys_id());
        Ok(self.found(table, &query).into_iter().filter(sees).collect())
    }

    /// One row of a table, if the account sees it.
    pub(super) fn row(&self, table: &str, sys_id: &str) -> Result<Found<'a>, Reply> {
        self.denial(table)?;
        let found = self.store.find(table, sys_id).filter(|_| self.rights.shows(table, sys_id));
        let found = found.filter(|(_, row)| self.is_there(table, row));
        found.ok_or_else(refusal::missing)
    }

    /// The page of a table that a request asks for; `usual` is how many rows it has when nothing is said.
    pub(super) fn page(&self, table: &'a str, arguments: &Arguments, usual: usize) -> Result<Page<'a>, Reply> {
        let denial = self.denial(table)?;
        let offset = arguments.number("sysparm_offset", 0, 0)?;
        let limit = arguments.number("sysparm_limit", 1, usual)?;
        let query = self.query(table, &arguments.query())?;
        let mut rows = if denial == Some(Denial::Empty) { Vec::new() } else { self.found(table, &query) };
        let total = rows.len();
        self.order(table, &query, &mut rows, offset.saturating_add(limit));
        let rows = rows.into_iter().skip(offset);
        let rows = rows.filter(|(_, row)| denial.is_none() && !self.rights.hides(row.sys_id())).collect();
        Ok(Page { rows, total, offset, limit })
    }

    /// Leaves the first rows in the order of a query.
    fn order(&self, table: &str, query: &Query, rows: &mut Vec<Found<'a>>, most: usize) {
        let store = self.store;
        let salt = self.number.to_string();
        let mut keyed: Vec<(u64, Found<'a>)> =
            rows.drain(..).map(|found| (mark([salt.as_str(), found.1.sys_id()]), found)).collect();
        let compare = |one: &(u64, Found<'a>), other: &(u64, Found<'a>)| {
            let (left, right) = (one.1.1, other.1.1);
            let told =
                query.compare(&|field| store.value(table, left, field), &|field| store.value(table, right, field));
            told.then(one.0.cmp(&other.0))
        };
        if most < keyed.len() {
            keyed.select_nth_unstable_by(most, compare);
            keyed.truncate(most);
        }
        keyed.sort_unstable_by(compare);
        rows.extend(keyed.into_iter().map(|(_, found)| found));
    }
}
