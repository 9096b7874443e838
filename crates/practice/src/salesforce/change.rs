//! What can happen in an org between two requests.

/// One change. Objects and fields are named exactly as they are described, rows by their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A field of a row gets a value, and the row a new `LastModifiedDate` and `SystemModstamp`. The status of a case leaves
    /// a row in `CaseHistory` behind.
    Update {
        /// The object.
        object: String,
        /// The row.
        id: String,
        /// The field.
        field: String,
        /// The value as a text; an empty one is none.
        value: String,
    },
    /// The first rows of an object, by their numbers, are all changed in one second.
    Touch {
        /// The object.
        object: String,
        /// How many rows.
        rows: usize,
    },
    /// New rows, all of one second.
    Insert {
        /// The object.
        object: String,
        /// How many rows.
        rows: usize,
    },
    /// A new row that says of itself that it was made long ago, changed now.
    InsertOld {
        /// The object.
        object: String,
        /// Its `CreatedDate`, with an offset.
        created: String,
    },
    /// A row goes into the recycle bin: `IsDeleted`, and `SystemModstamp` moves.
    Delete {
        /// The object.
        object: String,
        /// The row.
        id: String,
    },
    /// A row comes back out of the recycle bin.
    Undelete {
        /// The row.
        id: String,
    },
    /// A row is gone from the recycle bin; the feed of deleted rows still names it.
    Purge {
        /// The row.
        id: String,
    },
    /// A row is merged into another: it goes into the recycle bin with `MasterRecordId`, and what referred to it refers to
    /// the other one.
    Merge {
        /// The object.
        object: String,
        /// The row that stays.
        winner: String,
        /// The row that goes.
        loser: String,
    },
    /// Sharing takes a row from the account.
    Hide {
        /// The row.
        id: String,
    },
    /// Sharing gives a row back.
    Show {
        /// The row.
        id: String,
    },
    /// The account may not see a field any more.
    HideField {
        /// The object.
        object: String,
        /// The field.
        field: String,
    },
    /// The account may see a field again.
    ShowField {
        /// The object.
        object: String,
        /// The field.
        field: String,
    },
    /// The account may not see an object any more.
    HideObject {
        /// The object.
        object: String,
    },
    /// The account may see an object again.
    ShowObject {
        /// The object.
        object: String,
    },
    /// An object has a field more, which no row has a value for.
    AddField {
        /// The object.
        object: String,
        /// The field; the name ends with `__c`.
        field: String,
        /// Its type, as a description names it.
        kind: String,
    },
    /// A field has another type; values that do not fit are lost. No row is changed by it.
    RetypeField {
        /// The object.
        object: String,
        /// The field.
        field: String,
        /// The new type, as a description names it.
        kind: String,
    },
    /// The values of a calculated field are others, though no row was changed.
    RecalculateFormula {
        /// The object.
        object: String,
        /// The field.
        field: String,
    },
    /// New rows that are seen from now on, with times five minutes ago, as a long transaction leaves them behind.
    Late {
        /// The object.
        object: String,
        /// How many rows.
        rows: usize,
    },
    /// The feed of deleted rows forgets what was before now.
    Forget {
        /// The object.
        object: String,
    },
}
