//! The ledger against the relations: whatever is held stands in it once, as the row of its relation tells it.

use catchment_lake::db::{Db, Limits};
use catchment_lake::transform::{ledger, models};
use std::path::Path;

/// Asserts that the ledger of a database says what its relations hold, no more and no less.
pub fn says_what_is_held(database: &Path, when: &str) {
    if !database.exists() {
        return;
    }
    let limits = Limits { memory: 64 << 20, threads: 1 };
    let db = Db::open(database, database.parent().unwrap(), database.parent().unwrap(), limits).unwrap();
    for model in models("confluence").unwrap().iter().filter(|model| model.schema == "confluence") {
        let is_made: bool = db
            .query_value(
                "select exists (select 1 from duckdb_tables() where schema_name || '.' || table_name = $1)",
                [model.relation()],
            )
            .unwrap();
        if !is_made {
            continue;
        }
        let of_rows = format!("select * exclude (changed_seq) from ({})", ledger::rows(model, &model.relation()));
        let streams: Vec<String> = model.streams.iter().map(|stream| format!("'{stream}'")).collect();
        let noted = format!("select * exclude (changed_seq) from sync.object where stream in ({})", streams.join(", "));
        let lacking = format!("(({of_rows}) except all ({noted})) union all (({noted}) except all ({of_rows}))");
        let wrong =
            db.query(&format!("select stream || ' ' || object_id from ({lacking}) as wrong order by 1"), [], |row| {
                row.get::<_, String>(0)
            });
        assert_eq!(wrong.unwrap(), Vec::<String>::new(), "{when}: the ledger differs from {}", model.relation());
    }
}
