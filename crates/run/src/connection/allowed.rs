//! What a site allows at once, from one run to the next.

use catchment_base::error::Result;
use catchment_lake::db::{Db, params};
use catchment_source::allowed::{Allowed, Limit, Question};

/// Takes what former runs learned.
pub fn recall(db: &Db, allowed: &Allowed) -> Result<()> {
    let rows = db.query("select stream, question, most, since from sync.allowed", [], |row| {
        let question: String = row.get(1)?;
        Ok((row.get(0)?, question, row.get(2)?, row.get(3)?))
    })?;
    allowed.recall(rows.into_iter().filter_map(|(stream, question, most, since)| {
        Some(Limit { stream, question: Question::of_word(&question)?, most, since })
    }));
    Ok(())
}

/// Keeps what was learned since this was done last.
pub fn keep(db: &Db, allowed: &Allowed) -> Result<()> {
    let Some(limits) = allowed.news() else { return Ok(()) };
    db.transaction(|db| {
        db.execute("delete from sync.allowed", [])?;
        limits.iter().try_for_each(|Limit { stream, question, most, since }| {
            let sql =
                "insert into sync.allowed (stream, question, most, since) values ($stream, $question, $most, $since)";
            db.execute(sql, params! { stream: stream, question: question.as_str(), most: most, since: since }).map(drop)
        })
    })
}
