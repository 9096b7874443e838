//! The record of requests and pauses.

use super::commit::signed;
use crate::db::{Db, params};
use arrow::array::{ArrayRef, Int32Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use catchment_base::error::{Error, Result};
use catchment_base::response::{Listing, Request, Wait};
use std::sync::Arc;

/// Records requests and pauses of a walk, in the transaction of its responses. Requests are appended as one batch: one statement
/// per request would cost more than the requests for small files.
pub fn write_log<'a>(
    db: &Db,
    run: i64,
    walk: i64,
    listing: &Listing,
    requests: impl Iterator<Item = &'a Request>,
    waits: impl Iterator<Item = &'a Wait>,
) -> Result<()> {
    let requests: Vec<&Request> = requests.collect();
    if !requests.is_empty() {
        db.append("sync.request", batch(run, walk, listing, &requests)?)?;
    }
    for wait in waits {
        db.execute(
            "insert into sync.wait (run_id, walk_id, reason, started_at, millis)
             values ($run, $walk, $reason, $started_at, $millis)",
            params! {
                run: run,
                walk: walk,
                reason: wait.reason,
                started_at: wait.started_at,
                millis: signed(wait.millis),
            },
        )?;
    }
    Ok(())
}

/// The rows of `sync.request`, in the order of its columns.
fn batch(run: i64, walk: i64, listing: &Listing, requests: &[&Request]) -> Result<RecordBatch> {
    let same = |text: &str| -> ArrayRef { Arc::new(StringArray::from_iter_values(requests.iter().map(|_| text))) };
    let number = |of: fn(&Request) -> u64| -> ArrayRef {
        Arc::new(Int64Array::from_iter_values(requests.iter().map(|request| signed(of(request)))))
    };
    let text = |of: fn(&Request) -> Option<&str>| -> ArrayRef {
        Arc::new(StringArray::from_iter(requests.iter().map(|request| of(request))))
    };
    let started = requests.iter().map(|request| request.started_at.and_utc().timestamp_micros());
    let attempts = requests.iter().map(|request| i32::try_from(request.attempt).unwrap_or(i32::MAX));
    let statuses = requests.iter().map(|request| request.status.map(i32::from));
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("run_id", Arc::new(Int64Array::from_iter_values(requests.iter().map(|_| run)))),
        ("walk_id", Arc::new(Int64Array::from_iter_values(requests.iter().map(|_| walk)))),
        ("stream", same(listing.stream)),
        ("scope", same(&listing.scope)),
        ("target", text(|request| Some(&request.target))),
        ("attempt", Arc::new(Int32Array::from_iter_values(attempts))),
        ("started_at", Arc::new(TimestampMicrosecondArray::from_iter_values(started))),
        ("millis", number(|request| request.millis)),
        ("status", Arc::new(Int32Array::from_iter(statuses))),
        ("bytes", number(|request| request.bytes)),
        ("cause", text(|request| request.cause.as_deref())),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true)))
        .map_err(|cause| Error::failed("the requests of a walk do not make a table").because(cause))
}
