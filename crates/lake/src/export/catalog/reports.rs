//! The views of reports: `report_NAME` in the schema of each connection whose datasets answer it.

use super::Shown;
use crate::db::{Db, identifier, literal};
use crate::export::reports::{Basis, Named, columns_of, reports};
use catchment_base::error::Result;
use serde_json::Value;

/// Makes the views of all connections. A report that needs settings has none: the lake does not hold them.
pub(super) fn views(db: &Db, shown: &[Shown]) -> Result<()> {
    for shown in shown.iter().filter(|shown| shown.is_published()) {
        let schema = identifier(&shown.schema);
        let relation = |dataset: &str| format!("{schema}.{}", identifier(dataset));
        let (published, published_at) = (columns_of(&shown.manifest), shown.manifest["published_at"].as_str());
        let basis = Basis { relation: &relation, published: &published, published_at, settings: &Value::Null };
        for report in reports().filter(|report| report.given().next().is_none()) {
            let needed = report.datasets()?.into_iter().filter(|named| named.is_needed);
            let lacking = needed.map(|named| is_lacking(db, &named, &basis)).collect::<Result<Vec<bool>>>()?;
            if lacking.contains(&true) {
                continue;
            }
            let statement = report.statement(&basis)?;
            // A dataset of another source may have the same name, and one of an older program other columns.
            if db.columns_of(&statement).is_err() {
                continue;
            }
            let view = relation(&format!("report_{}", report.name));
            db.execute_batch(&format!(
                "create view {view} as {statement};
                 comment on view {view} is {}",
                literal(&report.about())
            ))?;
        }
    }
    Ok(())
}

/// Whether a dataset is not published, nor told by the column that tells the same on some sites: elsewhere that has no value.
fn is_lacking(db: &Db, named: &Named, Basis { published, relation, .. }: &Basis<'_>) -> Result<bool> {
    if published.contains_key(named.name) {
        return Ok(false);
    }
    let instead = named.instead.and_then(|instead| instead.split_once('.'));
    let instead = instead.filter(|(dataset, column)| published.get(*dataset).is_some_and(|has| has.contains(*column)));
    let Some((dataset, column)) = instead else { return Ok(true) };
    let (relation, column) = (relation(dataset), identifier(column));
    db.query_value(
        &format!("select count(*) = 0 from (select 1 from {relation} where {column} is not null limit 1)"),
        [],
    )
}
