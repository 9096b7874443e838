//! Parameters of statements, bound in the types that the engine's columns have.
//!
//! DuckDB keeps the plan of a statement that reads no table only where each parameter has exactly the type that the plan
//! expects; a text for a time, or a null, makes it plan the statement again at each execution.

use chrono::{NaiveDate, NaiveDateTime};
use duckdb::ToSql;
use duckdb::types::{TimeUnit, ToSqlOutput, Value};

/// A value that can be a parameter.
pub trait Parameter {
    /// The value as DuckDB takes it.
    fn bound(&self) -> duckdb::Result<ToSqlOutput<'_>>;
}

/// A parameter in the type that a plan expects.
pub struct Exact<'a, P: ?Sized>(pub &'a P);

impl<P: Parameter + ?Sized> ToSql for Exact<'_, P> {
    fn to_sql(&self) -> duckdb::Result<ToSqlOutput<'_>> {
        self.0.bound()
    }
}

/// The parameters of a statement: `params! { run: run, now: clock::now() }` binds `$run` and `$now`, each as often as it
/// occurs. Only a single one may stand without a name, for `?`.
#[macro_export]
macro_rules! params {
    ($($name:ident: $parameter:expr),+ $(,)?) => {
        &[$((stringify!($name), &$crate::db::Exact(&$parameter) as &dyn $crate::db::ToSql)),+][..]
    };
    ($parameter:expr $(,)?) => {
        [&$crate::db::Exact(&$parameter) as &dyn $crate::db::ToSql]
    };
}

macro_rules! as_they_are {
    ($($kind:ty),*) => {
        $(impl Parameter for $kind {
            fn bound(&self) -> duckdb::Result<ToSqlOutput<'_>> {
                self.to_sql()
            }
        })*
    };
}

as_they_are!(bool, i32, i64, str, String, [u8], Vec<u8>, NaiveDate);

macro_rules! as_bigint {
    ($($kind:ty),*) => {
        // A count is a bigint in every table.
        $(impl Parameter for $kind {
            fn bound(&self) -> duckdb::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(i64::try_from(*self).unwrap_or(i64::MAX)))
            }
        })*
    };
}

as_bigint!(u32, u64, usize);

impl Parameter for NaiveDateTime {
    fn bound(&self) -> duckdb::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Owned(Value::Timestamp(TimeUnit::Microsecond, self.and_utc().timestamp_micros())))
    }
}

impl<P: Parameter + ?Sized> Parameter for &P {
    fn bound(&self) -> duckdb::Result<ToSqlOutput<'_>> {
        (*self).bound()
    }
}

impl<P: Parameter> Parameter for Option<P> {
    fn bound(&self) -> duckdb::Result<ToSqlOutput<'_>> {
        self.as_ref().map_or(Ok(ToSqlOutput::Owned(Value::Null)), Parameter::bound)
    }
}
