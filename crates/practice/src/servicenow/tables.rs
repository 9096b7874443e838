//! The tables of the instance and the labels of their choices.

use super::schema::{Audit, Field, Table, of, refers, text};

/// A choice: table, field, value and label.
pub(super) type Choice = (&'static str, &'static str, &'static str, &'static str);

/// The choices of fields, as `sys_choice` holds them.
#[rustfmt::skip]
pub(super) const CHOICES: &[Choice] = &[
    ("task", "priority", "1", "1 - Critical"), ("task", "priority", "2", "2 - High"),
    ("task", "priority", "3", "3 - Moderate"), ("task", "priority", "4", "4 - Low"),
    ("task", "impact", "1", "1 - High"), ("task", "impact", "2", "2 - Medium"), ("task", "impact", "3", "3 - Low"),
    ("task", "urgency", "1", "1 - High"), ("task", "urgency", "2", "2 - Medium"), ("task", "urgency", "3", "3 - Low"),
    ("incident", "state", "1", "New"), ("incident", "state", "2", "In Progress"), ("incident", "state", "3", "On Hold"),
    ("incident", "state", "6", "Resolved"), ("incident", "state", "7", "Closed"),
    ("change_request", "state", "-5", "New"), ("change_request", "state", "-1", "Implement"),
    ("change_request", "state", "3", "Closed"),
    ("problem", "state", "101", "New"), ("problem", "state", "104", "Fix in Progress"),
    ("problem", "state", "107", "Closed"),
    ("incident", "category", "hardware", "Hardware"), ("incident", "category", "network", "Network"),
    ("incident", "category", "software", "Software"),
    ("kb_knowledge", "workflow_state", "draft", "Draft"), ("kb_knowledge", "workflow_state", "published", "Published"),
    ("kb_knowledge", "workflow_state", "retired", "Retired"),
    ("cmdb_ci", "operational_status", "1", "Operational"), ("cmdb_ci", "operational_status", "2", "Non-Operational"),
];

/// The fields that every row has.
fn system() -> Vec<Field> {
    let touched = [of("sys_updated_on", "glide_date_time"), text("sys_updated_by", 40), of("sys_mod_count", "integer")];
    made().into_iter().chain(touched).collect()
}

/// The fields of rows that are never changed.
fn made() -> Vec<Field> {
    vec![of("sys_id", "GUID"), of("sys_created_on", "glide_date_time"), text("sys_created_by", 40)]
}

/// A table that extends none, and its fields beside those of the system.
fn root(name: &'static str, label: &'static str, own: Vec<Field>) -> Table {
    Table { name, label, parent: "", audit: Audit::Full, fields: [system(), own].concat() }
}

/// A table of the system, whose changes are not recorded.
fn inner(name: &'static str, label: &'static str, fields: Vec<Field>) -> Table {
    Table { name, label, parent: "", audit: Audit::Deletions, fields }
}

/// A table that extends another one.
fn child(name: &'static str, label: &'static str, parent: &'static str, fields: Vec<Field>) -> Table {
    Table { name, label, parent, audit: Audit::Full, fields }
}

/// Every table of the instance.
pub(super) fn tables() -> Vec<Table> {
    [people(), tasks(), knowledge(), items(), beside(), dictionary()].concat()
}

fn people() -> Vec<Table> {
    let user = vec![
        text("user_name", 40),
        text("name", 151).display(),
        text("first_name", 50),
        text("last_name", 50),
        of("email", "email"),
        of("phone", "ph_number"),
        text("title", 60),
        text("time_zone", 40),
        of("active", "boolean"),
        of("locked_out", "boolean"),
        refers("manager", "sys_user"),
    ];
    let group = vec![
        text("name", 80).display(),
        text("description", 1000),
        of("email", "email"),
        refers("manager", "sys_user"),
        of("active", "boolean"),
    ];
    let member = vec![refers("user", "sys_user").mandatory(), refers("group", "sys_user_group").mandatory()];
    vec![
        inner("sys_user", "User", [system(), user].concat()),
        inner("sys_user_group", "Group", [system(), group].concat()),
        inner("sys_user_grmember", "Group Member", [system(), member].concat()),
    ]
}

/// The fields of every task.
fn task() -> Vec<Field> {
    vec![
        text("number", 40).display(),
        of("sys_class_name", "sys_class_name"),
        Field { reference: "sys_user_group", ..of("sys_domain", "domain_id") },
        of("active", "boolean"),
        of("state", "integer"),
        of("priority", "integer"),
        of("impact", "integer"),
        of("urgency", "integer"),
        text("short_description", 160),
        text("description", 4000),
        of("opened_at", "glide_date_time"),
        refers("opened_by", "sys_user"),
        of("closed_at", "glide_date_time"),
        refers("closed_by", "sys_user"),
        of("due_date", "due_date"),
        refers("assigned_to", "sys_user"),
        refers("assignment_group", "sys_user_group"),
        refers("parent", "task"),
        refers("cmdb_ci", "cmdb_ci"),
        Field { reference: "sys_user", ..of("watch_list", "glide_list") },
        of("work_notes", "journal_input"),
        of("comments", "journal_input"),
    ]
}

fn tasks() -> Vec<Table> {
    let incident = vec![
        refers("caller_id", "sys_user").mandatory(),
        text("category", 40),
        text("close_code", 40),
        text("close_notes", 4000),
        refers("problem_id", "problem"),
        of("resolved_at", "glide_date_time"),
        refers("resolved_by", "sys_user"),
        of("reopen_count", "integer"),
        of("business_duration", "glide_duration"),
    ];
    let change = vec![
        of("type", "string"),
        of("risk", "integer"),
        of("start_date", "glide_date_time"),
        of("end_date", "glide_date_time"),
        refers("requested_by", "sys_user"),
        text("justification", 4000),
    ];
    let problem = vec![of("known_error", "boolean"), text("cause_notes", 4000), text("workaround", 4000)];
    let sla = vec![
        refers("task", "task"),
        text("stage", 40),
        of("has_breached", "boolean"),
        of("start_time", "glide_date_time"),
        of("end_time", "glide_date_time"),
        of("percentage", "decimal"),
        of("business_duration", "glide_duration"),
    ];
    vec![
        root("task", "Task", task()),
        child("incident", "Incident", "task", incident),
        child("change_request", "Change Request", "task", change),
        child("problem", "Problem", "task", problem),
        root("task_sla", "Task SLA", sla),
    ]
}

fn knowledge() -> Vec<Table> {
    let article = vec![
        text("number", 40).display(),
        text("short_description", 100),
        of("text", "html"),
        refers("author", "sys_user"),
        refers("kb_knowledge_base", "kb_knowledge_base"),
        text("workflow_state", 40),
        of("published", "glide_date"),
        of("valid_to", "glide_date"),
        of("sys_view_count", "integer"),
        of("rating", "decimal"),
    ];
    let base = vec![text("title", 100).display(), text("description", 1000), refers("owner", "sys_user")];
    vec![root("kb_knowledge", "Knowledge", article), root("kb_knowledge_base", "Knowledge Base", base)]
}

fn items() -> Vec<Table> {
    let item = vec![
        text("name", 255).display(),
        of("sys_class_name", "sys_class_name"),
        of("operational_status", "integer"),
        text("serial_number", 255),
        of("ip_address", "ip_addr"),
        refers("assigned_to", "sys_user"),
        refers("support_group", "sys_user_group"),
        of("install_date", "glide_date_time"),
        text("short_description", 1000),
    ];
    let server = vec![text("os", 40), of("cpu_count", "integer"), of("ram", "integer"), text("host_name", 100)];
    let computer = vec![text("os", 40), of("disk_space", "decimal"), text("form_factor", 40)];
    let relation = vec![refers("parent", "cmdb_ci"), refers("child", "cmdb_ci"), text("type", 100)];
    vec![
        root("cmdb_ci", "Configuration Item", item),
        child("cmdb_ci_server", "Server", "cmdb_ci", server),
        child("cmdb_ci_computer", "Computer", "cmdb_ci", computer),
        root("cmdb_rel_ci", "CI Relationship", relation),
    ]
}

/// The tables that tell of the rows of others, and one that customers added.
fn beside() -> Vec<Table> {
    let entry = vec![text("name", 80), text("element_id", 32), text("element", 80), of("value", "journal_list")];
    let attachment = vec![
        text("file_name", 100).display(),
        text("content_type", 100),
        of("size_bytes", "integer"),
        of("size_compressed", "integer"),
        of("compressed", "boolean"),
        text("table_name", 80),
        text("table_sys_id", 32),
        text("hash", 100),
    ];
    let audit = [("tablename", 80), ("documentkey", 32), ("fieldname", 80), ("oldvalue", 255), ("newvalue", 255)];
    let audit = audit.into_iter().map(|(name, length)| text(name, length)).chain([text("user", 40)]).collect();
    let deleted = [("tablename", 80), ("documentkey", 32), ("display_value", 255), ("payload", 65_000)];
    let deleted = deleted.into_iter().map(|(name, length)| text(name, length)).collect();
    let loan = vec![
        text("u_number", 40).display(),
        text("u_reason", 400),
        refers("u_borrower", "sys_user"),
        refers("u_item", "cmdb_ci"),
        of("u_returned", "boolean"),
        of("u_count", "integer"),
        of("u_serial", "longint"),
        of("u_weight", "decimal"),
        of("u_share", "float"),
        of("u_deposit", "currency"),
        of("u_lent_at", "glide_date_time"),
        of("u_due", "due_date"),
        of("u_birthday", "glide_date"),
        of("u_pick_up", "glide_time"),
        of("u_period", "glide_duration"),
        Field { reference: "sys_user", ..of("u_witnesses", "glide_list") },
        of("u_page", "url"),
        of("u_condition", "html"),
        of("u_pin", "password2"),
        of("u_history", "journal"),
        of("u_colour", "color"),
    ];
    vec![
        inner("sys_journal_field", "Journal Entry", [made(), entry].concat()),
        inner("sys_attachment", "Attachment", [system(), attachment].concat()),
        inner("sys_audit", "Audit", [made(), audit].concat()),
        inner("sys_audit_delete", "Audit Deleted Record", [system(), deleted].concat()),
        Table { audit: Audit::Nothing, ..root("u_asset_loan", "Asset Loan", loan) },
    ]
}

fn dictionary() -> Vec<Table> {
    let object = vec![text("name", 80), text("label", 80).display(), refers("super_class", "sys_db_object")];
    let entry = vec![
        text("name", 80),
        text("element", 80),
        text("column_label", 80),
        text("internal_type", 40),
        text("reference", 80),
        of("max_length", "integer"),
        of("mandatory", "boolean"),
        of("array", "boolean"),
        of("choice", "integer"),
        text("attributes", 1000),
        of("active", "boolean"),
        of("display", "boolean"),
        of("audit", "boolean"),
    ];
    let choice = vec![
        text("name", 80),
        text("element", 80),
        text("value", 80),
        text("label", 80).display(),
        text("language", 2),
        of("sequence", "integer"),
        of("inactive", "boolean"),
    ];
    vec![
        inner("sys_db_object", "Table", [system(), object].concat()),
        inner("sys_dictionary", "Dictionary Entry", [system(), entry].concat()),
        inner("sys_choice", "Choice", [system(), choice].concat()),
    ]
}
