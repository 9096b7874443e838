//! Every source there is, by the name of its folder in `crates/source`, in `crates/practice`, in `sql` and in `fixtures`.

/// Calls a macro with the names of all sources.
#[macro_export]
macro_rules! sources {
    ($each:ident) => {
        $each! {
            confluence
            jira
            rest
            salesforce
            servicenow
        }
    };
}
