//! What listings have shown: kept as long as something is due because of it, with what settings select and leave out of it.

use super::due::{is_anything_shown, text};
use catchment_base::error::Result;
use catchment_lake::db::Db;

/// Forgets what settings selected that select nothing any more.
pub fn forget_selections(db: &Db) -> Result<()> {
    let unselected = "stream not in (select unnest(map_keys(selected_by)) from setting where selected_by is not null)";
    db.transaction(|db| {
        db.execute(&format!("delete from sync.selection where {unselected}"), [])?;
        db.execute(&format!("delete from sync.selected where {unselected}"), []).map(drop)
    })
}

/// The streams of which something is held that no listing of what is selected has shown since one was kept.
pub fn unselected(db: &Db) -> Result<Vec<String>> {
    let selection = text("selection")?;
    let sql = format!(
        "with listed as ({selection})
         select distinct held.stream
         from held
         where held.reason is null and held.stream in (select stream from listed)
            and (held.stream, held.object_id) not in (
                select (sighting.stream, sighting.object_id)
                from land.sighting as sighting
                inner join listed on listed.walk_id = sighting.walk_id and listed.stream = sighting.stream
            )"
    );
    db.query(&sql, [], |row| row.get(0))
}

/// Keeps what complete listings of what is selected have shown, in place of what was selected before.
pub fn note_selected(db: &Db) -> Result<()> {
    let selection = text("selection")?;
    db.transaction(|db| {
        db.execute_batch(&format!(
            "create or replace temporary table listed as {selection};
             delete from sync.selected where stream in (select stream from listed);
             delete from sync.selection where stream in (select stream from listed);
             insert into sync.selection (stream, walk_id) select stream, max(walk_id) from listed group by stream;
             insert into sync.selected (stream, object_id)
                select distinct sighting.stream, sighting.object_id
                from land.sighting as sighting
                inner join listed on listed.walk_id = sighting.walk_id and listed.stream = sighting.stream;
             drop table listed"
        ))
    })
}

/// Notes what was shown, is not held and lies outside of the settings, and forgets of it what is held by now.
pub fn note_unwanted(db: &Db) -> Result<()> {
    db.execute_batch(
        "create or replace temporary table noted as select * from unwanted;
         delete from sync.unwanted
            where (stream, object_id) in (select (stream, object_id) from noted)
                or (stream, object_id) in (select (stream, object_id) from held where reason is null);
         insert into sync.unwanted
            (stream, object_id, scope_id, container_id, version_number, version_at, setting, answered_at, walk_id)
            select stream, object_id, scope_id, container_id, version_number, version_at, setting, answered_at, walk_id
            from noted;
         drop table noted",
    )
}

/// Forgets what listings showed of objects whose end is known: held, gone, unwanted or open. What is still due and what
/// waits for consent stays.
pub fn forget(db: &Db) -> Result<()> {
    if is_anything_shown(db)? {
        db.transaction(|db| {
            note_unwanted(db)?;
            forget_what_has_ended(db)
        })?;
    }
    // Of a stream that the settings describe no more nothing follows.
    db.execute("delete from land.sighting where stream not in (select stream from facet)", [])?;
    db.execute(
        "delete from land.sighting
         where stream in (select stream from facet where is_scope)
            and walk_id < (
                select max(walk.walk_id)
                from sync.walk as walk
                inner join facet on facet.stream = walk.stream and facet.is_scope
                where walk.kind = 'census' and walk.state = 'ended'
            )",
        [],
    )?;
    Ok(())
}

/// What is due is found out by itself, one after the other: at once with the deletion it would not fit into the memory of a run.
fn forget_what_has_ended(db: &Db) -> Result<()> {
    db.execute_batch(
        "create or replace temporary table noted as select stream, object_id from due_object;
         insert into noted (stream, object_id) select stream, object_id from due_trashed;
         create or replace temporary table marked as
            select sighting.stream, sighting.object_id, arg_max(sighting.mark, sighting.walk_id) as mark
            from land.sighting as sighting
            inner join sync.walk as walk
                on walk.walk_id = sighting.walk_id and (walk.kind <> 'census' or walk.state = 'ended')
            where sighting.mark is not null
                and (sighting.stream, sighting.object_id) not in (select (stream, object_id) from noted)
            group by sighting.stream, sighting.object_id;
         delete from sync.mark where (stream, object_id) in (select (stream, object_id) from marked);
         insert into sync.mark (stream, object_id, mark) select stream, object_id, mark from marked;
         drop table marked;
         delete from land.sighting
         where (stream, object_id) not in (select (stream, object_id) from noted)
            and (walk_id, stream) in (
                select (walk.walk_id, carried.stream)
                from sync.walk as walk
                inner join (select distinct stream from land.sighting) as carried on carried.stream <> walk.stream
                where walk.kind = 'census' and walk.state <> 'open'
            )
            -- Of what its own listing lacks it is the witness, until that is settled.
            and stream not in (
                select walk.stream
                from sync.walk as walk
                left join sync.census as census on census.stream = walk.stream
                where walk.kind = 'census' and walk.state = 'ended' and walk.walk_id > coalesce(census.walk_id, 0)
            );
         delete from land.sighting
         where stream not in (select stream from facet where is_scope)
            and (stream, object_id) not in (select (stream, object_id) from noted)
            and (
                (stream, object_id) in (select (stream, object_id) from held)
                or (stream, object_id) in (select (stream, object_id) from sync.unwanted)
                or (stream, object_id) in (select (stream, object_id) from sync.deletion where state = 'deleted')
                or (stream, object_id) in (
                    select (stream, object) from sync.quarantine where kind = 'object' and state <> 'resolved'
                )
            )
            and walk_id not in (select walk_id from sync.children where not is_settled)
            and walk_id not in (
                select walk.walk_id
                from sync.walk as walk
                left join sync.census as census on census.stream = walk.stream
                where walk.state = 'open'
                    or (walk.kind = 'census' and walk.state = 'ended' and walk.walk_id > coalesce(census.walk_id, 0))
            );
         drop table noted",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::opened::migrate;
    use catchment_base::clock;
    use catchment_lake::db::params;
    use chrono::TimeDelta;
    use std::collections::BTreeSet;

    /// A database that holds these pages, with settings that select of pages.
    fn holding(ids: &[&str]) -> Db {
        let db = Db::scratch().unwrap();
        migrate(&db).unwrap();
        db.execute_batch(
            "create temporary table held (stream varchar, object_id varchar, reason varchar);
             create temporary table setting as select map {'page': 'labels'} as selected_by",
        )
        .unwrap();
        for id in ids {
            db.execute("insert into held (stream, object_id) values ('page', ?)", params![id]).unwrap();
        }
        db
    }

    /// A listing of what is selected that shows these pages and stands like this.
    fn list(db: &Db, state: &str, ids: &[&str]) {
        let now = clock::now();
        db.execute(
            "insert into sync.walk (run_id, kind, stream, scope, state, pages, objects, started_at, changed_at)
             values (1, 'census', 'page', '', $state, 1, 1, $now, $now)",
            params! { state: state, now: now },
        )
        .unwrap();
        for id in ids {
            db.execute(
                "insert into land.sighting (walk_id, stream, object_id, answered_at)
                 values ((select max(walk_id) from sync.walk), 'page', $id, $now)",
                params! { id: id, now: now },
            )
            .unwrap();
        }
    }

    fn selected(db: &Db) -> BTreeSet<String> {
        let rows = db.query("select object_id from sync.selected order by object_id", [], |row| row.get(0)).unwrap();
        assert_eq!(rows.len(), rows.iter().collect::<BTreeSet<&String>>().len(), "{rows:?}");
        rows.into_iter().collect()
    }

    fn set(ids: &[&str]) -> BTreeSet<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn what_one_of_two_listings_shows_is_selected() {
        let db = holding(&["1", "2", "3"]);
        assert!(unselected(&db).unwrap().is_empty(), "nothing was listed yet");
        // What left while it was listed moved 2 to a page that was read already.
        list(&db, "ended", &["1", "3"]);
        assert_eq!(unselected(&db).unwrap(), ["page"]);
        list(&db, "ended", &["1", "2"]);
        assert!(unselected(&db).unwrap().is_empty(), "each is in one of them");
        note_selected(&db).unwrap();
        assert_eq!(selected(&db), set(&["1", "2", "3"]));
    }

    #[test]
    fn what_neither_of_the_last_two_listings_shows_is_selected_no_more() {
        let db = holding(&["1", "2", "3"]);
        list(&db, "ended", &["1", "2", "3"]);
        note_selected(&db).unwrap();
        // What was kept is none of the two, and neither is a listing that did not end.
        list(&db, "ended", &["1"]);
        list(&db, "failed", &["2"]);
        list(&db, "ended", &["1", "3"]);
        assert_eq!(unselected(&db).unwrap(), ["page"]);
        note_selected(&db).unwrap();
        assert_eq!(selected(&db), set(&["1", "3"]));
        for ids in [&["2"][..], &["1"], &["3", "4"]] {
            list(&db, "ended", ids);
        }
        note_selected(&db).unwrap();
        assert_eq!(selected(&db), set(&["1", "3", "4"]), "of three listings the last two");
    }

    #[test]
    fn a_listing_from_before_the_settings_changed_selects_nothing() {
        let db = holding(&["1"]);
        list(&db, "ended", &["1"]);
        let described = "insert into sync.described (stream, description, since, is_pending)
            values ('page', 'other', ?, false)";
        db.execute(described, params![clock::now() + TimeDelta::hours(1)]).unwrap();
        note_selected(&db).unwrap();
        assert_eq!(selected(&db), set(&[]));
    }

    #[test]
    fn without_settings_that_select_the_selection_is_forgotten() {
        let db = holding(&["1"]);
        list(&db, "ended", &["1"]);
        note_selected(&db).unwrap();
        db.execute_batch("update setting set selected_by = map {'blogpost': 'labels'}").unwrap();
        forget_selections(&db).unwrap();
        assert_eq!(selected(&db), set(&[]));
    }
}
