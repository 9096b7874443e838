//! Words that the database and the settings keep, as types: an enum here is a column of words there, and SQL names them as
//! literals.

/// Makes an enum of which each variant is a word, as the database, the settings and JSON have it.
#[macro_export]
macro_rules! words {
    ($(#[$about:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every word.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// What a word means, if it is one of these.
            pub fn of_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub use crate::words;

words! {
    /// How a run stands: `sync.run`.
    pub enum RunState {
        /// A process works on it, or was killed while it did.
        Running = "running",
        /// It was stopped, and the next process continues it.
        Interrupted = "interrupted",
        /// It ended with an error.
        Failed = "failed",
        /// It came to its end and lacks something.
        Incomplete = "incomplete",
        /// It came to its end; everything is proven or acknowledged.
        Done = "done",
    }
}

words! {
    /// How a walk stands: `sync.walk`.
    pub enum WalkState {
        /// It is under way, or was when its process was stopped.
        Open = "open",
        /// It reached its end.
        Ended = "ended",
        /// It did not.
        Failed = "failed",
    }
}

words! {
    /// How a piece of history stands: `sync.chunk`.
    pub enum ChunkState {
        /// It is to be read.
        Due = "due",
        /// A walk reads it.
        Running = "running",
        /// It was read to its end.
        Done = "done",
        /// It was not.
        Failed = "failed",
        /// The settings ask for it no more.
        Retired = "retired",
    }
}

words! {
    /// How it stands with something that could not be read: `sync.quarantine`.
    pub enum GapState {
        /// The next sync tries again.
        Open = "open",
        /// Somebody accepts that it is missing.
        Acknowledged = "acknowledged",
        /// It was read, or is not there any more.
        Resolved = "resolved",
    }
}

words! {
    /// How a dataset stands in a generation: `sync.export_dataset`.
    pub enum PublicationState {
        /// Its rows are of this generation.
        Published = "published",
        /// A check did not hold: its rows are of a former one.
        Held = "held",
    }
}

words! {
    /// What it is that could not be read, or does not agree: `sync.quarantine`.
    pub enum GapKind {
        /// One object, or objects without an id.
        Object = "object",
        /// The rest of a listing.
        Listing = "listing",
        /// A scope that the account does not see.
        Scope = "scope",
        /// A column whose settings the records contradict.
        Column = "column",
        /// A dataset whose rows do not agree with the balance.
        Dataset = "dataset",
        /// A file that is not stored.
        Upload = "upload",
        /// An object that settings name by its id and the site does not show.
        Named = "named",
        /// The texts of a stream that an analyzer keeps redaction from reading.
        Redaction = "redaction",
    }
}

words! {
    /// Why an object is gone: `sync.deletion`.
    pub enum DeletionReason {
        /// The site's trash has it.
        Trashed = "trashed",
        /// The site no longer has it.
        Purged = "purged",
        /// The site has it, or may have it, and the account does not see it.
        NoAccess = "no_access",
        /// The settings do not ask for it.
        OutOfScope = "out_of_scope",
    }
}

words! {
    /// How it stands with a deletion: `sync.deletion`.
    pub enum DeletionState {
        /// The object is gone.
        Deleted = "deleted",
        /// It is there again.
        Restored = "restored",
    }
}

words! {
    /// How it stands with a version of a file: `sync.upload` and the datasets.
    pub enum FileState {
        /// It is on its way to the store, or was when its process was stopped.
        Begun = "begun",
        /// The datasets' word for one that is begun or was not tried yet.
        Due = "due",
        /// It lies in the store.
        Stored = "stored",
        /// It is due again later.
        Failed = "failed",
        /// It is larger than the limit: only its metadata is kept.
        TooLarge = "too_large",
        /// The policy does not store files of its media type.
        Skipped = "skipped",
    }
}

words! {
    /// How it stands with a member of records that no model describes: `sync.field`.
    pub enum FieldState {
        /// The settings name it, and no record has had it.
        Declared = "declared",
        /// Some record has it.
        Present = "present",
        /// Some record had it, and none has it any more.
        Vanished = "vanished",
    }
}

words! {
    /// What was taken out for good: `sync.purge`.
    pub enum PurgeKind {
        /// Former generations.
        Generations = "generations",
        /// An object, with what lies in it.
        Object = "object",
        /// A person.
        Person = "person",
    }
}

impl GapKind {
    /// Whether somebody may accept it as missing: only what the source does not deliver. A column whose settings are wrong and a
    /// dataset that does not agree with the balance need a repair, and an analyzer that does not respond says nothing of a text.
    pub fn can_be_accepted(self) -> bool {
        match self {
            Self::Object | Self::Listing | Self::Scope | Self::Upload | Self::Named => true,
            Self::Column | Self::Dataset | Self::Redaction => false,
        }
    }
}

impl RunState {
    /// Whether the run came to its end.
    pub fn has_ended(self) -> bool {
        matches!(self, Self::Done | Self::Incomplete)
    }
}
