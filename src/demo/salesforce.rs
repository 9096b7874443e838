//! What a demo shows of Salesforce: cases with their history, accounts and a custom object.

use super::show::{Question, Show};
use catchment_base::error::Result;
use catchment_practice::salesforce::{self, Change, Options, Practice};
use std::path::Path;

/// An org with some hundred cases.
pub struct Crm {
    org: Practice,
    secret: String,
    /// Cases and accounts, by their ids.
    cases: Vec<String>,
    accounts: Vec<String>,
}

/// How many cases there are at first.
const CASES: usize = 300;
/// A text with what redaction is for.
const TEXT: &str =
    "Called Dana Whitfield back on +1 202-555-0143, card 4111 1111 1111 1111; write to dana@example.com.";

impl Show for Crm {
    const CONNECTION: &'static str = "crm";
    const CHANGE: &'static str = "a case was answered and closed, two were opened, one was deleted, two accounts were merged, and a field was added";
    const DATASETS: &'static [&'static str] =
        &["case", "case_history", "account", "user_account", "invoice_c", "deleted_object"];
    const QUESTIONS: &'static [Question] = &[
        (
            "How many cases are in each status, and since when?",
            "select status, count(*) as cases, min(created_date) as first_opened\nfrom $now.case\ngroup by all order by cases desc, status;",
        ),
        (
            "What did redaction leave of descriptions?",
            "select case_number, description\nfrom $now.case\nwhere contains(description, '[')\norder by system_modstamp desc, id limit 5;",
        ),
        (
            "Which accounts have the most open cases?",
            "select account.name, count(*) as open\nfrom $now.case as held\ninner join $now.account as account on account.id = held.account_id\nwhere not held.is_closed\ngroup by all order by open desc, account.name limit 5;",
        ),
        (
            "What is unpaid of the custom object Invoice__c?",
            "select count(*) as invoices, sum(amount_c) as amount, min(due_c) as first_due\nfrom $now.invoice_c\nwhere not paid_c;",
        ),
    ];
    const CHANGES: &'static [Question] = &[
        (
            "What did the second sync change?",
            "select\n    coalesce(now.case_number, was.case_number) as case_number,\n    was.status as old_status,\n    now.status as new_status\nfrom $now.case as now\nfull join $was.case as was on was.id = now.id\nwhere was.system_modstamp is distinct from now.system_modstamp\norder by case_number;",
        ),
        (
            "What is gone, and on what evidence?",
            "select stream, object_id, reason, merged_into, evidence\nfrom $now.deleted_object\norder by stream, reason, object_id;",
        ),
    ];

    async fn start(_: Option<&Path>, is_changed: bool) -> Result<Self> {
        let secret = Options::default().client_secret;
        let options = Options { records: CASES, client_id: secret.clone(), own_clock: true, ..Options::default() };
        let org = salesforce::start(options).await?;
        let ids = |object: &str| org.truth(object).into_iter().map(|fact| fact.id).collect();
        let (cases, accounts) = (ids("Case"), ids("Account"));
        let crm = Self { org, secret, cases, accounts };
        if is_changed {
            crm.change()?;
        }
        Ok(crm)
    }

    fn settings(&self, secret_file: &str) -> String {
        format!(
            "source = \"salesforce\"\nurl = \"{}\"\nclient_id = \"file:{secret_file}\"\n\
             client_secret = \"file:{secret_file}\"\n\
             objects = [\"Case\", \"CaseHistory\", \"Account\", \"User\", {{ name = \"Invoice__c\", fields = [\"*\"] }}]\n",
            self.org.url()
        )
    }

    fn secret(&self) -> &str {
        &self.secret
    }

    fn change(&self) -> Result<bool> {
        script(&self.cases, &self.accounts).into_iter().try_for_each(|change| self.org.change(change).map(drop))?;
        Ok(true)
    }

    fn next(&self) -> Vec<String> {
        let example = self.cases.first().map(|id| format!("explain case {id}"));
        let usual = ["report open_cases", "query \"select case_number, subject from crm.case limit 10\""];
        usual.into_iter().map(str::to_owned).chain(example).collect()
    }
}

/// What happens between the two syncs to these cases and accounts.
fn script(cases: &[String], accounts: &[String]) -> Vec<Change> {
    let ([changed, deleted, ..], [winner, loser, ..]) = (cases, accounts) else { return Vec::new() };
    let object = || "Case".to_owned();
    let update = |field: &str, value: &str| Change::Update {
        object: object(),
        id: changed.clone(),
        field: field.to_owned(),
        value: value.to_owned(),
    };
    vec![
        update("Description", TEXT),
        update("Status", "Closed"),
        Change::Insert { object: object(), rows: 2 },
        Change::Delete { object: object(), id: deleted.clone() },
        Change::Merge { object: "Account".to_owned(), winner: winner.clone(), loser: loser.clone() },
        Change::AddField { object: "Invoice__c".to_owned(), field: "Floor__c".to_owned(), kind: "int".to_owned() },
    ]
}
