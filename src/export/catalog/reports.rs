//! The views of reports: `report_NAME` in the schema of each connection whose datasets answer it.

use super::Shown;
use crate::edge::db::{Db, identifier, literal};
use crate::error::Result;
use crate::export::reports::{Basis, Named, columns_of, reports};
use serde_json::Value;

/// Makes the views of all connections. A report that needs settings has none: the lake does not hold them.
pub(super) fn views(db: &Db, shown: &[Shown]) -> Result<()> {
    for shown in shown.iter().filter(|shown| shown.is_published()) {
        let schema = identifier(&shown.schema);
        let relation = |dataset: &str| format!("{schema}.{}", identifier(dataset));
        let (published, published_at) = (columns_of(&shown.manifest), shown.manifest["published_at"].as_str());
        let basis = Basis { relation: &relation, published: &published, published_at, settings: &Value::Null };
        for report in reports().filter(|report| report.given().next().is_none()) {
            let is_lacking =
                |named: &Named| named.is_needed && named.instead.is_none() && !published.contains_key(named.name);
            if report.datasets()?.iter().any(is_lacking) {
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
