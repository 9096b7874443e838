//! What of a batch is fit to become a row: a field that was asked for and did not come is not a value, and an object of a
//! status that was not asked for takes nobody's place.

use super::model::Model;
use crate::db::{Db, identifier, literal};
use catchment_base::error::Result;

/// A row without something that its model requires.
#[derive(Debug, PartialEq, Eq)]
pub struct Incomplete {
    /// Its key.
    pub object: String,
    /// The landing sequence of its answer.
    pub landed_seq: i64,
    /// What is missing or not known.
    pub cause: String,
}

/// A row of a status that is not asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Aside {
    /// Its key.
    pub object: String,
    /// The landing sequence of its answer.
    pub landed_seq: i64,
    /// Its status.
    pub status: String,
}

/// Why an object is open whose status is no known word.
const UNKNOWN: &str = "its status is unknown";

/// The rows that are taken though nobody knows what their status says.
fn doubted(db: &Db, model: &Model) -> Result<Vec<Incomplete>> {
    let Some(statuses) = model.statuses.as_ref().filter(|statuses| !statuses.doubted.is_empty()) else {
        return Ok(Vec::new());
    };
    let words = statuses.doubted.iter().map(|word| literal(word)).collect::<Vec<_>>().join(", ");
    let (key, status) = (identifier(&model.grain[0]), identifier(&statuses.column));
    let sql = format!("select cast({key} as varchar), landed_seq from came where {status} in ({words}) order by all");
    db.query(&sql, [], |row| Ok(Incomplete { object: row.get(0)?, landed_seq: row.get(1)?, cause: UNKNOWN.to_owned() }))
}

/// Whether a row is not taken: it lacks something, or its status is not asked for or not known.
pub(super) fn unfit(model: &Model) -> String {
    let missing = model.required.iter().map(|name| format!("{} is null", identifier(name)));
    let status = model.statuses.iter().map(|statuses| {
        let taken = statuses.taken.iter().chain(&statuses.doubted);
        let taken = taken.map(|word| literal(word)).collect::<Vec<_>>().join(", ");
        format!("coalesce(cast({} as varchar), 'null') not in ({taken})", identifier(&statuses.column))
    });
    let reasons: Vec<String> = missing.chain(status).collect();
    if reasons.is_empty() { "false".to_owned() } else { format!("coalesce({}, true)", reasons.join(" or ")) }
}

/// Takes the rows that are not taken out of `came`: those that lack something, and those of a status that is not asked for.
pub(super) fn set_aside(db: &Db, model: &Model) -> Result<(Vec<Incomplete>, Vec<Aside>)> {
    let unfit = unfit(model);
    let key = identifier(&model.grain[0]);
    let status = model.statuses.as_ref().map_or("null".to_owned(), |statuses| identifier(&statuses.column));
    let missing = model.required.iter().map(|name| {
        let (column, name) = (identifier(name), literal(name));
        format!("case when {column} is null then {name} end")
    });
    let sql = format!(
        "select cast({key} as varchar), landed_seq, cast({status} as varchar), concat_ws(', ', {}) from came
         where {unfit} order by all",
        missing.chain(["null".to_owned()]).collect::<Vec<_>>().join(", ")
    );
    let rows = db.query(&sql, [], |row| {
        Ok((
            row.get::<_, String>(0)?,
            row.get::<_, i64>(1)?,
            row.get::<_, Option<String>>(2)?,
            row.get::<_, String>(3)?,
        ))
    })?;
    db.execute(&format!("delete from came where {unfit}"), [])?;
    let (mut incomplete, mut aside) = (doubted(db, model)?, Vec::new());
    for (object, landed_seq, status, missing) in rows {
        let is_left = |status: &String| model.statuses.iter().any(|known| known.left.contains(status));
        match status.filter(is_left) {
            Some(status) => aside.push(Aside { object, landed_seq, status }),
            None if missing.is_empty() => {
                let cause = UNKNOWN.to_owned();
                incomplete.push(Incomplete { object, landed_seq, cause });
            }
            None => {
                incomplete.push(Incomplete { object, landed_seq, cause: format!("the response lacks its {missing}") });
            }
        }
    }
    Ok((incomplete, aside))
}
