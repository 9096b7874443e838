//! Building the rows of some keys alone: which marts allow it, and their statement restricted to those keys.
//!
//! A mart says `each KEY via …`: these base relations hold its key. Every other relation it reads is looked up
//! and counts as constant; what is looked up by no column counts as such too, for after a change of it nothing is restricted.
//! The proof follows the key through the syntax tree: a relation *follows the key* when
//! its rows of some keys come from the base rows of these keys alone. It does as long as joins of two such
//! relations compare their keys, groups and windows are made by the key, and nothing takes rows by their number.
//! What the proof does not understand is refused. The restricted statement reads each base relation of `via`
//! through the row ids of the touched keys: DuckDB then unpacks only the vectors that hold one of them, which
//! a filter on the key itself does not achieve.

use super::change::Each;
use super::model::Model;
use super::tree::{NODE, Tree, is_empty, list, path};
use crate::db::{Db, identifier, literal};
use catchment_base::error::{Error, Kind, Result};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A column of a relation, and whether the key stands in it.
type Column = (String, bool);

/// What is known of a relation.
#[derive(Clone, Debug)]
struct Relation {
    /// Whether it follows the key; if not, it is looked up as a whole.
    follows: bool,
    /// The columns that are known, in their order.
    columns: Vec<Column>,
    /// Whether these are all of its columns.
    is_whole: bool,
}

impl Relation {
    fn constant() -> Self {
        Self { follows: false, columns: Vec::new(), is_whole: false }
    }

    fn holds_key(&self, name: &str) -> bool {
        self.columns.iter().find(|(column, _)| column == name).is_some_and(|(_, is_key)| *is_key)
    }

    /// The same relation where rows of it may be missing, so that null stands for the key.
    fn without_key(mut self) -> Self {
        self.columns.iter_mut().for_each(|(_, is_key)| *is_key = false);
        self
    }
}

/// The relations of a `from`, by alias and in their order.
type Sources = Vec<(String, Relation)>;
type Scope = BTreeMap<String, Relation>;
type Proof<T> = std::result::Result<T, String>;

/// The statement of a mart with `each`, restricted to the keys that stand in the column `value` of `keys`;
/// nothing for a mart without. Refused where the rows of a key cannot be built alone.
pub fn restrict(db: &Db, model: &Model, keys: &str) -> Result<Option<String>> {
    let Some(each) = &model.each else { return Ok(None) };
    let refused = |what: String| {
        Error::new(
            Kind::Refused,
            format!("the model {} cannot be built for some keys alone: it {what}", model.relation()),
        )
        .hint("make it follow its key, or take the line 'each' out of its header: then it is always built as a whole")
    };
    let mut tree = Tree::parse(db, &format!("the model {}", model.relation()), &model.sql)?;
    let mut proof = Follow { each, model, ungrouped: BTreeSet::new() };
    proof.header().map_err(refused)?;
    let root = tree.0.pointer(NODE).ok_or_else(|| refused("has no statement".to_owned()))?;
    let result = proof.statement(root, &Scope::new()).map_err(refused)?;
    if !result.holds_key(&each.key) {
        return Err(refused(format!("does not pass on its key {} unchanged from the relations of via", each.key)));
    }
    if let Some(aggregate) = aggregate_among(db, &proof.ungrouped)? {
        return Err(refused(format!("calls {aggregate}() over rows that are not grouped by the key")));
    }
    replace(db, &mut tree.0, each, keys)?;
    Ok(Some(tree.to_sql(db)?))
}

/// What a list in brackets is parsed to. It is no aggregate, and to look through all functions for it costs as much as a
/// twentieth of a quiet sync.
const LIST: &str = "list_value";

/// Of some function names one that is an aggregate.
fn aggregate_among(db: &Db, names: &BTreeSet<String>) -> Result<Option<String>> {
    let names: Vec<String> = names.iter().filter(|name| *name != LIST).map(|name| literal(name)).collect();
    if names.is_empty() {
        return Ok(None);
    }
    let sql = format!(
        "select function_name from duckdb_functions() where function_name in ({}) and (function_type = 'aggregate'
         or regexp_matches(macro_definition, '(^|[^_a-z])(sum|avg|list|string_agg|geomean|weighted_avg|json_group_array)\\('))
         order by 1",
        names.join(", ")
    );
    db.query_first(&sql, [], |row| row.get(0))
}

/// Puts the restricted reading in the place of every base relation of `via`.
fn replace(db: &Db, node: &mut Value, each: &Each, keys: &str) -> Result<()> {
    if node["type"] == "BASE_TABLE" {
        let parts: Vec<String> = path(node).into_iter().map(str::to_owned).collect();
        if let Some(column) = each.column_of(&parts.join(".")) {
            let alias = alias_of(node);
            *node = restricted(db, &parts.join("."), column, &alias, keys)?;
        }
        return Ok(());
    }
    match node {
        Value::Object(fields) => fields.values_mut().try_for_each(|field| replace(db, field, each, keys)),
        Value::Array(items) => items.iter_mut().try_for_each(|item| replace(db, item, each, keys)),
        _ => Ok(()),
    }
}

fn restricted(db: &Db, relation: &str, column: &str, alias: &str, keys: &str) -> Result<Value> {
    let (column, alias) = (identifier(column), identifier(alias));
    let sql = format!(
        "select * from (select * from {relation} where rowid in
         (select rowid from {relation} where {column} in (select value from {keys}))) as {alias}"
    );
    let mut tree = Tree::parse(db, "a restricted relation", &sql)?;
    let from = tree.0.pointer_mut(&format!("{NODE}/from_table")).map(Value::take);
    from.ok_or_else(|| Error::failed("a restricted relation has no from"))
}

/// The proof for one mart.
struct Follow<'a> {
    each: &'a Each,
    model: &'a Model,
    /// Functions that are called where rows are not grouped: none may be an aggregate.
    ungrouped: BTreeSet<String>,
}

impl Follow<'_> {
    /// What the lines of the header must have in common.
    fn header(&self) -> Proof<()> {
        // There may be several rows of a key: all of them are built anew together.
        if self.model.grain.first() != Some(&self.each.key) {
            return Err(format!("has a grain other than the key {} of its line each", self.each.key));
        }
        if let Some(whole) = self.model.wholes.iter().find(|whole| self.each.column_of(whole).is_some()) {
            return Err(format!("names {whole} both in via and in look"));
        }
        for look in &self.model.looks {
            let (at, through) = (&look.at.relation, &look.through.relation);
            if self.each.column_of(at).is_some() {
                return Err(format!("names {at} both in via and in look"));
            }
            if self.each.column_of(through).is_none() {
                return Err(format!("looks {at} up through {through}, which is not in via"));
            }
        }
        Ok(())
    }

    fn statement(&mut self, node: &Value, outer: &Scope) -> Proof<Relation> {
        let mut scope = outer.clone();
        for entry in list(&node["cte_map"]["map"]) {
            not_renamed(&entry["value"]["aliases"])?;
            let relation = self.statement(&entry["value"]["query_node"], &scope)?;
            scope.insert(lower(&entry["key"]), relation);
        }
        let relation = match node["type"].as_str() {
            Some("SELECT_NODE") => self.select(node, &scope)?,
            Some("SET_OPERATION_NODE") => self.set_operation(node, &scope)?,
            Some("RECURSIVE_CTE_NODE") => return Err("is recursive".to_owned()),
            other => return Err(format!("holds a {} that is not followed", other.unwrap_or("statement"))),
        };
        if relation.follows {
            modified(node, &relation)?;
        }
        Ok(relation)
    }

    fn set_operation(&mut self, node: &Value, scope: &Scope) -> Proof<Relation> {
        let branches: Vec<Relation> =
            list(&node["children"]).iter().map(|child| self.statement(child, scope)).collect::<Proof<_>>()?;
        if branches.iter().all(|branch| !branch.follows) {
            return Ok(Relation::constant());
        }
        if !branches.iter().all(|branch| branch.follows && branch.is_whole) {
            return Err("joins rows that follow the key with others, or with unnamed columns, in a union".to_owned());
        }
        let Some((first, others)) = branches.split_first() else { return Err("has an empty union".to_owned()) };
        let is_key = |at: usize| branches.iter().all(|branch| branch.columns.get(at).is_some_and(|(_, key)| *key));
        let columns: Vec<Column> =
            first.columns.iter().enumerate().map(|(at, (name, _))| (name.clone(), is_key(at))).collect();
        if others.iter().any(|other| other.columns.len() != columns.len()) || !columns.iter().any(|(_, key)| *key) {
            return Err("holds a union whose branches do not have the key in the same place".to_owned());
        }
        Ok(Relation { follows: true, columns, is_whole: true })
    }

    fn select(&mut self, node: &Value, scope: &Scope) -> Proof<Relation> {
        let sources = self.sources(&node["from_table"], scope)?;
        let follows = sources.iter().any(|(_, source)| source.follows);
        for part in ["select_list", "where_clause", "group_expressions", "having", "qualify", "modifiers"] {
            self.expression(&node[part], &sources, scope, follows)?;
        }
        if !follows {
            return Ok(Relation::constant());
        }
        if !is_empty(&node["sample"]) {
            return Err("takes a sample of its rows".to_owned());
        }
        self.grouping(node, &sources)?;
        outputs(node, &sources)
    }

    /// Groups are made by the key; without groups there is no aggregate.
    fn grouping(&mut self, node: &Value, sources: &Sources) -> Proof<()> {
        let groups = list(&node["group_expressions"]);
        if groups.is_empty() && node["aggregate_handling"] == "STANDARD_HANDLING" && is_empty(&node["having"]) {
            for part in ["select_list", "qualify", "modifiers"] {
                function_names(&node[part], &mut self.ungrouped);
            }
            return Ok(());
        }
        let by_key = groups.iter().any(|group| is_key(group, sources));
        if by_key && list(&node["group_sets"]).len() == 1 {
            return Ok(());
        }
        Err("groups rows otherwise than by the key: name the key's column in 'group by'".to_owned())
    }

    /// Subqueries are looked up as a whole; windows are cut by the key.
    fn expression(&mut self, node: &Value, sources: &Sources, scope: &Scope, follows: bool) -> Proof<()> {
        if node["class"] == "SUBQUERY" {
            if self.statement(&node["subquery"]["node"], scope)?.follows {
                return Err("holds a subquery in an expression that reads a relation of via: join it".to_owned());
            }
            return self.expression(&node["child"], sources, scope, follows);
        }
        let is_window = node["class"] == "WINDOW";
        if is_window && follows && !list(&node["partitions"]).iter().any(|part| is_key(part, sources)) {
            return Err("holds a window that is not partitioned by the key".to_owned());
        }
        match node {
            Value::Object(fields) => {
                fields.values().try_for_each(|field| self.expression(field, sources, scope, follows))
            }
            Value::Array(items) => items.iter().try_for_each(|item| self.expression(item, sources, scope, follows)),
            _ => Ok(()),
        }
    }

    fn sources(&mut self, from: &Value, scope: &Scope) -> Proof<Sources> {
        match from["type"].as_str() {
            Some("BASE_TABLE") => {
                not_renamed(&from["column_name_alias"])?;
                if !is_empty(&from["sample"]) {
                    return Err("takes a sample of a relation".to_owned());
                }
                Ok(vec![(alias_of(from), self.table(from, scope)?)])
            }
            Some("SUBQUERY") => {
                not_renamed(&from["column_name_alias"])?;
                Ok(vec![(lower(&from["alias"]), self.statement(&from["subquery"]["node"], scope)?)])
            }
            Some("JOIN") => self.join(from, scope),
            Some("EMPTY" | "EXPRESSION_LIST") => Ok(vec![(lower(&from["alias"]), Relation::constant())]),
            other => Err(format!("reads from a {} that is not followed", other.unwrap_or("source"))),
        }
    }

    fn table(&self, from: &Value, scope: &Scope) -> Proof<Relation> {
        let name = path(from).join(".");
        if let Some(relation) = scope.get(&name.to_ascii_lowercase()) {
            return Ok(relation.clone());
        }
        if let Some(column) = self.each.column_of(&name) {
            return Ok(Relation { follows: true, columns: vec![(column.to_owned(), true)], is_whole: false });
        }
        if self.model.looks.iter().any(|look| look.at.relation == name) || self.model.wholes.contains(&name) {
            return Ok(Relation::constant());
        }
        Err(format!("reads {name}, which is neither in its via nor in a line look"))
    }

    fn join(&mut self, from: &Value, scope: &Scope) -> Proof<Sources> {
        let (left, right) = (self.sources(&from["left"], scope)?, self.sources(&from["right"], scope)?);
        let follow = |sources: &Sources| sources.iter().any(|(_, source)| source.follows);
        let (left_follows, right_follows) = (follow(&left), follow(&right));
        let both: Sources = left.iter().chain(&right).cloned().collect();
        self.expression(&from["condition"], &both, scope, left_follows || right_follows)?;
        let kind = from["join_type"].as_str().unwrap_or_default();
        if left_follows || right_follows {
            if !matches!(from["ref_type"].as_str(), Some("REGULAR" | "CROSS")) {
                return Err("joins naturally, by position or by the nearest row: say on which columns".to_owned());
            }
            let preserved = match kind {
                "INNER" => true,
                "LEFT" | "SEMI" | "ANTI" => left_follows,
                "RIGHT" => right_follows,
                _ => false,
            };
            if !preserved {
                return Err(format!("keeps rows without the key in a {} join", kind.to_ascii_lowercase()));
            }
        }
        if left_follows && right_follows && !equates(from, &left, &right) {
            return Err("joins two relations of via without comparing their keys in the join's condition".to_owned());
        }
        let lost = |sources: Sources| -> Sources {
            sources.into_iter().map(|(alias, source)| (alias, source.without_key())).collect()
        };
        Ok(match kind {
            "SEMI" | "ANTI" => left,
            "LEFT" => left.into_iter().chain(lost(right)).collect(),
            "RIGHT" => lost(left).into_iter().chain(right).collect(),
            _ => both,
        })
    }
}

/// Whether a join compares the key of both its sides.
fn equates(from: &Value, left: &Sources, right: &Sources) -> bool {
    let holds = |sources: &Sources, name: &str| sources.iter().any(|(_, source)| source.holds_key(name));
    let using = list(&from["using_columns"]).iter().filter_map(Value::as_str);
    let by_name = using.map(str::to_ascii_lowercase).any(|name| holds(left, &name) && holds(right, &name));
    by_name || compares(&from["condition"], left, right)
}

fn compares(condition: &Value, left: &Sources, right: &Sources) -> bool {
    match condition["type"].as_str() {
        Some("CONJUNCTION_AND") => list(&condition["children"]).iter().any(|part| compares(part, left, right)),
        Some("COMPARE_EQUAL") => {
            let (one, other) = (&condition["left"], &condition["right"]);
            (is_key(one, left) && is_key(other, right)) || (is_key(other, left) && is_key(one, right))
        }
        _ => false,
    }
}

/// Whether an expression is a column in which the key stands. A bare name that several relations have is
/// refused by the database, one that none is known to have counts as no key.
fn is_key(expression: &Value, sources: &Sources) -> bool {
    if expression["class"] != "COLUMN_REF" {
        return false;
    }
    let names: Vec<String> = list(&expression["column_names"]).iter().map(lower).collect();
    match &names[..] {
        [column] => sources.iter().any(|(_, source)| source.holds_key(column)),
        [alias, column] => sources.iter().any(|(name, source)| name == alias && source.holds_key(column)),
        _ => false,
    }
}

/// The columns of a select. Of two columns of one name the first has it.
fn outputs(node: &Value, sources: &Sources) -> Proof<Relation> {
    let mut made = Relation { follows: true, columns: Vec::new(), is_whole: true };
    for expression in list(&node["select_list"]) {
        if expression["class"] == "STAR" {
            let columns = star(expression, sources)?;
            made.is_whole &= columns.is_whole;
            for (name, is_key) in columns.columns {
                push(&mut made, name, is_key && columns.follows);
            }
        } else {
            let known = made.is_whole;
            push(&mut made, column_name(expression), known && is_key(expression, sources));
        }
    }
    Ok(made)
}

fn push(made: &mut Relation, name: String, is_key: bool) {
    let taken = made.columns.iter().any(|(column, _)| *column == name);
    made.columns.push((name, is_key && !taken));
}

/// What a star gives: everything of one relation, or of the first of several, whose names come first.
fn star(expression: &Value, sources: &Sources) -> Proof<Relation> {
    let lists = ["exclude_list", "replace_list", "rename_list", "qualified_exclude_list"];
    let plain = lists.iter().all(|list| is_empty(&expression[*list]))
        && expression["columns"] != Value::Bool(true)
        && expression["expr"].is_null();
    if !plain {
        return Err("uses a star with exceptions".to_owned());
    }
    let wanted = lower(&expression["relation_name"]);
    let mut chosen = sources.iter().filter(|(alias, _)| wanted.is_empty() || wanted == *alias);
    let first = chosen.next().map(|(_, source)| source.clone()).unwrap_or_else(Relation::constant);
    let is_whole = first.is_whole && chosen.next().is_none();
    Ok(Relation { is_whole, ..first })
}

/// What stands behind a select: no row may be taken by its number, and rows that are alike only with their key.
fn modified(node: &Value, made: &Relation) -> Proof<()> {
    for modifier in list(&node["modifiers"]) {
        match modifier["type"].as_str() {
            Some("ORDER_MODIFIER") => {}
            Some("DISTINCT_MODIFIER") if is_empty(&modifier["distinct_on_targets"]) => {
                if !made.columns.iter().any(|(_, is_key)| *is_key) {
                    return Err("takes distinct rows without their key".to_owned());
                }
            }
            Some("DISTINCT_MODIFIER") => return Err("takes the first of several rows by 'distinct on'".to_owned()),
            _ => return Err("takes rows by their number with limit or offset".to_owned()),
        }
    }
    Ok(())
}

/// The functions called in an expression, outside of subqueries.
fn function_names(node: &Value, names: &mut BTreeSet<String>) {
    if node["class"] == "SUBQUERY" {
        return function_names(&node["child"], names);
    }
    if node["class"] == "FUNCTION" {
        names.insert(lower(&node["function_name"]));
    }
    match node {
        Value::Object(fields) => fields.values().for_each(|field| function_names(field, names)),
        Value::Array(items) => items.iter().for_each(|item| function_names(item, names)),
        _ => {}
    }
}

fn not_renamed(names: &Value) -> Proof<()> {
    if is_empty(names) { Ok(()) } else { Err("names the columns of a relation anew".to_owned()) }
}

fn alias_of(node: &Value) -> String {
    let alias = lower(&node["alias"]);
    if alias.is_empty() { path(node).last().copied().unwrap_or_default().to_ascii_lowercase() } else { alias }
}

fn column_name(expression: &Value) -> String {
    let alias = lower(&expression["alias"]);
    if alias.is_empty() { list(&expression["column_names"]).last().map(lower).unwrap_or_default() } else { alias }
}

fn lower(node: &Value) -> String {
    node.as_str().unwrap_or_default().to_ascii_lowercase()
}
