//! The tables that a connection reads: those of its presets and rows, and what belongs to their records.

use super::files;
use super::query::{CREATED, ID};
use super::settings::SECRET;
use chrono::TimeDelta;
use std::collections::BTreeMap;

/// The field with the time of a record's last change.
pub const UPDATED: &str = "sys_updated_on";
/// The field with the number of a record's changes: an import may raise it and leave the time as it was.
pub const CHANGES: &str = "sys_mod_count";
/// Fields that every record has and every request asks for, unless its table only records what happened.
const ALWAYS: [&str; 4] = [ID, CREATED, UPDATED, CHANGES];
/// Those of a table that only records what happened: such have no time of change.
const ALWAYS_OF_EVENTS: [&str; 2] = [ID, CREATED];
/// Fields that name people on every table.
const AUTHORS: [&str; 2] = ["sys_created_by", "sys_updated_by"];

/// A preset: a word of the settings and the tables that it stands for, each with its stream.
pub struct Preset {
    /// The word.
    pub word: &'static str,
    /// Streams with their tables.
    pub tables: &'static [(&'static str, &'static str)],
}

/// Every preset.
pub const PRESETS: [Preset; 5] = [
    Preset { word: "incident", tables: &[("incident", "incident")] },
    Preset { word: "change", tables: &[("change_request", "change_request")] },
    Preset { word: "problem", tables: &[("problem", "problem")] },
    Preset { word: "knowledge", tables: &[("knowledge_article", "kb_knowledge")] },
    Preset { word: "cmdb", tables: &[("ci", "cmdb_ci"), ("ci_relation", "cmdb_rel_ci")] },
];

/// What is read beside the records of the configured tables, by the word of the setting `datasets`.
#[derive(Debug)]
pub struct Dataset {
    /// The word, and the name of the stream.
    pub word: &'static str,
    /// Its table.
    pub table: &'static str,
    /// The field that names the table of the record that it belongs to; empty where it belongs to no table.
    pub of_table: &'static str,
    /// Whether its rows belong to the definition of that table, which tables that extend it inherit; else they belong to records,
    /// those of the extending tables among them.
    pub is_inherited: bool,
    /// Whether it only records what happened: its rows are made once, and vanish by age alone.
    pub is_event: bool,
    /// Fields with their classes, where the dictionary of the instance says less than is known.
    pub classes: &'static [(&'static str, &'static str)],
}

/// Tables of people, beside those that extend them: what refers to them names a person.
pub const PEOPLE: [&str; 2] = [USERS, "customer_contact"];
/// The table of users.
pub const USERS: &str = "sys_user";

/// The fields of a table that name the person that its records are about.
pub fn of_person(table: &str) -> &'static [&'static str] {
    match table {
        "sys_user_grmember" | "sys_user_has_role" | "sys_user_delegate" => &["user"],
        table if PEOPLE.contains(&table) => &[ID, "user_name", "email"],
        _ => &[],
    }
}

const PERSONS: &[(&str, &str)] = &[
    ("employee_number", "person"),
    ("name", "person"),
    ("first_name", "person"),
    ("middle_name", "person"),
    ("last_name", "person"),
    ("user_name", "person"),
    ("email", "person"),
    ("user_password", SECRET),
];

/// Every dataset.
pub const DATASETS: [Dataset; 8] = [
    Dataset {
        word: "journal_entry",
        table: "sys_journal_field",
        of_table: "name",
        is_inherited: false,
        is_event: true,
        classes: &[("name", "plain"), ("element", "plain"), ("element_id", "key"), ("value", "text")],
    },
    Dataset {
        word: "attachment",
        table: files::TABLE,
        of_table: "table_name",
        is_inherited: false,
        is_event: false,
        classes: &[
            ("table_name", "plain"),
            ("table_sys_id", "key"),
            ("file_name", "text"),
            ("content_type", "text"),
            ("size_bytes", "integer"),
            ("hash", "plain"),
        ],
    },
    Dataset {
        word: "choice",
        table: "sys_choice",
        of_table: "name",
        is_inherited: true,
        is_event: false,
        classes: &[("name", "plain"), ("element", "plain"), ("value", "plain"), ("label", "plain")],
    },
    Dataset {
        word: "user_account",
        table: USERS,
        of_table: "",
        is_inherited: false,
        is_event: false,
        classes: PERSONS,
    },
    Dataset {
        word: "user_group",
        table: "sys_user_group",
        of_table: "",
        is_inherited: false,
        is_event: false,
        classes: &[],
    },
    Dataset {
        word: "user_group_member",
        table: "sys_user_grmember",
        of_table: "",
        is_inherited: false,
        is_event: false,
        classes: &[],
    },
    Dataset { word: "task_sla", table: "task_sla", of_table: "", is_inherited: false, is_event: false, classes: &[] },
    Dataset {
        word: "audit",
        table: "sys_audit",
        of_table: "tablename",
        is_inherited: false,
        is_event: true,
        classes: &[
            ("tablename", "plain"),
            ("fieldname", "plain"),
            ("documentkey", "key"),
            ("user", "person"),
            ("oldvalue", "text"),
            ("newvalue", "text"),
        ],
    },
];

/// The words of the presets.
pub const PRESET_WORDS: [&str; PRESETS.len()] = {
    let mut words = [""; PRESETS.len()];
    let mut at = 0;
    while at < words.len() {
        words[at] = PRESETS[at].word;
        at += 1;
    }
    words
};

/// The words of the datasets.
pub const DATASET_WORDS: [&str; DATASETS.len()] = {
    let mut words = [""; DATASETS.len()];
    let mut at = 0;
    while at < words.len() {
        words[at] = DATASETS[at].word;
        at += 1;
    }
    words
};

/// A table that is read.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The name of its stream and its dataset.
    pub stream: String,
    /// Its name.
    pub name: String,
    /// The fields that are asked for; none where the dictionary says which.
    pub fields: Vec<String>,
    /// The condition of the settings; empty where all records are wanted. Of a dataset the one by the tables of the settings, where
    /// nothing says what extends them.
    pub query: String,
    /// The dataset that it is; nothing where the settings name it as a table.
    pub dataset: Option<&'static Dataset>,
    /// The field with the time of the last change.
    pub cursor: String,
    /// What fields hold, by their names, as the settings say.
    pub classes: BTreeMap<String, String>,
    /// What is known of fields whatever the dictionary says.
    pub known: &'static [(&'static str, &'static str)],
    /// Whether its rows are made once, and vanish by age alone.
    pub is_event: bool,
    /// Whether its rows have files.
    pub has_files: bool,
    /// Whether its answers hold what users see beside what is stored.
    pub shows_both: bool,
    /// How often all of its records are read again, where the settings say so.
    pub reread_every: Option<TimeDelta>,
    /// The setting that asks for it.
    pub setting: String,
}

impl Table {
    /// A table without conditions, asked for by this setting.
    pub fn new(stream: &str, name: &str, setting: &str) -> Self {
        Self {
            stream: stream.to_owned(),
            name: name.to_owned(),
            cursor: UPDATED.to_owned(),
            known: if name == USERS { PERSONS } else { &[] },
            setting: setting.to_owned(),
            ..Self::default()
        }
    }

    /// A dataset, as far as it belongs to records of these tables.
    pub fn of(dataset: &'static Dataset, tables: &[&str]) -> Self {
        let query = match dataset.of_table {
            "" => String::new(),
            field => format!("{field}IN{}", tables.join(",")),
        };
        Self {
            query,
            dataset: Some(dataset),
            cursor: if dataset.is_event { CREATED } else { UPDATED }.to_owned(),
            known: dataset.classes,
            is_event: dataset.is_event,
            has_files: dataset.table == files::TABLE,
            ..Self::new(dataset.word, dataset.table, "datasets")
        }
    }

    /// Whether its records are people: their ids are pseudonyms, as wherever other tables refer to them.
    pub fn is_people(&self) -> bool {
        self.name == USERS
    }

    /// The fields that are asked for whatever the settings say.
    pub fn always(&self) -> Vec<&str> {
        let always: &[&str] = if self.is_event { &ALWAYS_OF_EVENTS } else { &ALWAYS };
        let cursor = (!always.contains(&self.cursor.as_str())).then_some(self.cursor.as_str());
        always.iter().copied().chain(cursor).collect()
    }

    /// What a complete listing shows of its records: ids, times of change and how often each was changed.
    pub fn lean(&self) -> Vec<String> {
        let counted = (!self.is_event).then_some(CHANGES);
        [ID, self.cursor.as_str()].into_iter().chain(counted).map(str::to_owned).collect()
    }

    /// The fields of the settings behind those that are always asked for; none where the settings name none.
    pub fn asked(&self) -> Vec<String> {
        let always = self.always();
        let named = self.fields.iter().filter(|field| !always.contains(&field.as_str()));
        let all = always.iter().map(|field| (*field).to_owned()).chain(named.cloned());
        if self.fields.is_empty() { Vec::new() } else { all.collect() }
    }

    /// What a field holds whatever the instance says: the class of the settings, or what is known of it.
    pub fn class(&self, field: &str) -> Option<&str> {
        let known = || self.known().find(|(name, _)| *name == field).map(|(_, class)| class);
        self.classes.get(field).map(String::as_str).or_else(known)
    }

    /// Fields with what is known of them: among them those that name people on every table.
    pub fn known(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.known.iter().copied().chain(AUTHORS.map(|field| (field, "person")))
    }
}
