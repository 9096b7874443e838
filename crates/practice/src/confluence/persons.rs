//! People and groups in answers.

use super::query::Query;
use super::reply::Reply;
use super::rights::Group;
use super::routes::Desk;
use super::search::v1_number;
use crate::calendar;
use serde_json::{Map, Value, json};

/// People in one question of v1 for several; further ones are silently left out.
const MOST_PEOPLE: usize = 100;
/// People in one question of v2 (Confluence Cloud v2 OpenAPI, `accountIds`).
const MOST_ACCOUNTS: usize = 250;
/// Members or groups on a page when nothing is asked for, and at most.
const MOST_MEMBERS: i64 = 200;

impl Desk<'_> {
    fn person(&self, account: &str) -> Option<usize> {
        self.shelf.people.iter().position(|person| person.account == account)
    }

    /// A person as v1 shows them.
    pub(super) fn v1_user(&self, person: usize) -> Value {
        let Some(who) = self.shelf.people.get(person) else { return Value::Null };
        let (account, status) = (&who.account, if who.active { "active" } else { "inactive" });
        json!({
            "type": "known", "accountId": account, "accountType": "atlassian", "email": who.email,
            "publicName": who.shown(), "displayName": who.shown(), "timeZone": null,
            "profilePicture": {"path": format!("/wiki/aa-avatar/{account}"), "width": 48, "height": 48, "isDefault": false},
            "isExternalCollaborator": false, "isGuest": false, "locale": "en_US", "accountStatus": status,
            "_expandable": {"operations": "", "personalSpace": ""},
            "_links": {"self": format!("{}/rest/api/user?accountId={account}", self.base)},
        })
    }

    /// A group as v1 shows it.
    pub(super) fn v1_group(&self, group: &Group) -> Value {
        let (id, name) = (&group.id, &group.name);
        json!({"type": "group", "name": name, "id": id, "usageType": "USERBASE_GROUP", "managedBy": group.managed,
            "resourceAri": format!("ari:cloud:identity::group/{id}"),
            "_links": {"self": format!("{}/rest/experimental/group/by-id?id={id}", self.base)}})
    }

    /// One person by the account id.
    pub(super) fn user(&self, query: &Query) -> Result<Reply, Reply> {
        let account = required(query, "accountId")?;
        let person = self.person(account).ok_or_else(|| Reply::no_such_user(account))?;
        Ok(Reply::json(200, self.v1_user(person).to_string()))
    }

    /// Several people by their account ids; unknown ones are left out.
    pub(super) fn user_list(&self, query: &Query) -> Result<Reply, Reply> {
        required(query, "accountId")?;
        let accounts = query.list("accountId").unwrap_or_default();
        let people = accounts.iter().take(MOST_PEOPLE).filter_map(|account| self.person(account));
        let people: Vec<Value> = people.map(|person| self.v1_user(person)).collect();
        let links = json!({"base": self.base, "context": "/wiki", "self": format!("{}/rest/api/user/bulk", self.base)});
        let answer =
            json!({"size": people.len(), "results": people, "start": 0, "limit": MOST_MEMBERS, "_links": links});
        Ok(Reply::json(200, answer.to_string()))
    }

    /// Several people by their account ids, as v2 shows them; unknown ones are left out.
    pub(super) fn users_bulk(&self) -> Result<Reply, Reply> {
        let (body, media) = self.sent;
        if !media.starts_with("application/json") {
            return Err(Reply::wrong_media(media));
        }
        let asked: Value = serde_json::from_slice(body).map_err(|_| Reply::bad_accounts("is missing"))?;
        let accounts = asked["accountIds"].as_array().ok_or_else(|| Reply::bad_accounts("is missing"))?;
        if accounts.is_empty() || accounts.len() > MOST_ACCOUNTS {
            return Err(Reply::bad_accounts(&format!("has not between 1 and {MOST_ACCOUNTS} elements")));
        }
        let people = accounts.iter().filter_map(|account| self.person(account.as_str()?));
        let people: Vec<Value> = people.map(|person| self.v2_user(person)).collect();
        Ok(Reply::json(200, json!({"results": people, "_links": {"base": self.base}}).to_string()))
    }

    fn v2_user(&self, person: usize) -> Value {
        let who = &self.shelf.people[person];
        let (account, own) = (&who.account, format!("~{}", who.account.replace([':', '-'], "")));
        let space = self.shelf.spaces.iter().find(|space| space.key == own && !space.hidden);
        json!({
            "accountId": account, "accountType": "atlassian", "email": who.email, "displayName": who.shown(),
            "accountStatus": if who.active { "active" } else { "inactive" }, "publicName": who.shown(),
            "timeZone": null, "personalSpaceId": space.map(|space| space.id.to_string()),
            "isExternalCollaborator": false,
            "profilePicture": {"path": format!("/wiki/aa-avatar/{account}"), "isDefault": false},
        })
    }

    /// Refuses a limit that is larger than these operations take.
    fn must_be_few(&self, query: &Query) -> Result<(), Reply> {
        match v1_number(query, "limit", MOST_MEMBERS)? > MOST_MEMBERS {
            true => Err(Reply::bad_v1_request(&format!("limit cannot be more than {MOST_MEMBERS}"))),
            false => Ok(()),
        }
    }

    fn group_page(&self, groups: Vec<&Group>) -> Vec<Value> {
        let mut groups = groups;
        groups.sort_by(|one, two| one.name.cmp(&two.name));
        groups.into_iter().map(|group| self.v1_group(group)).collect()
    }

    /// Every group, by name.
    pub(super) fn groups(&self, query: &Query) -> Result<Reply, Reply> {
        self.must_be_few(query)?;
        let admins = query.text("accessType").is_some_and(|access| access != "user");
        let groups = self.shelf.annex.rights.groups.iter().filter(|group| !admins || group.name.contains("admin"));
        let page = self.offset_page(query, (MOST_MEMBERS, MOST_MEMBERS), self.group_page(groups.collect()))?;
        Ok(Reply::json(200, Value::Object(page).to_string()))
    }

    /// One group by its id.
    pub(super) fn group(&self, query: &Query) -> Result<Reply, Reply> {
        let id = required(query, "id")?;
        let group = self.shelf.annex.rights.groups.iter().find(|group| group.id == id);
        let group = group.ok_or_else(|| Reply::no_such_group(id))?;
        Ok(Reply::json(200, self.v1_group(group).to_string()))
    }

    /// The members of a group; none of one that is not there.
    pub(super) fn members(&self, query: &Query) -> Result<Reply, Reply> {
        self.must_be_few(query)?;
        let id = self.path.split('/').nth_back(1).unwrap_or_default();
        let group = self.shelf.annex.rights.groups.iter().find(|group| group.id == id);
        let members: Vec<Value> =
            group.into_iter().flat_map(|group| &group.members).map(|person| self.v1_user(*person)).collect();
        let all = members.len();
        let mut page = self.offset_page(query, (MOST_MEMBERS, MOST_MEMBERS), members)?;
        if query.flag("shouldReturnTotalSize") {
            page.insert("totalSize".to_owned(), json!(all));
        }
        Ok(Reply::json(200, Value::Object(page).to_string()))
    }

    /// The groups of a person.
    pub(super) fn groups_of(&self, query: &Query) -> Result<Reply, Reply> {
        let account = required(query, "accountId")?;
        let person = self.person(account).ok_or_else(|| Reply::no_such_user(account))?;
        let groups = self.shelf.annex.rights.groups.iter().filter(|group| group.members.contains(&person));
        let page = self.endless_page(query, (MOST_MEMBERS, MOST_MEMBERS), self.group_page(groups.collect()))?;
        Ok(Reply::json(200, Value::Object(page).to_string()))
    }

    /// Everybody, by `type = user`; no other search is read.
    pub(super) fn search_users(&self, query: &Query) -> Result<Reply, Reply> {
        let cql = query.text("cql").ok_or_else(|| Reply::bad_v1_request("cql query parameter is required"))?;
        if cql.replace(' ', "").to_ascii_lowercase().trim_matches('"') != "type=user" {
            return Err(Reply::bad_v1_request(&format!("Could not parse cql : {cql}")));
        }
        let all = self.shelf.people.len();
        let rows: Vec<Value> = (0..all).map(|person| self.found_user(person)).collect();
        let mut page: Map<String, Value> = self.endless_page(query, (25, MOST_MEMBERS), rows)?;
        page.extend([
            ("totalSize".to_owned(), json!(all)),
            ("cqlQuery".to_owned(), json!(cql)),
            ("searchDuration".to_owned(), json!(3)),
        ]);
        Ok(Reply::json(200, Value::Object(page).to_string()))
    }

    fn found_user(&self, person: usize) -> Value {
        let who = &self.shelf.people[person];
        json!({"user": self.v1_user(person), "title": who.shown(), "excerpt": "", "breadcrumbs": [],
            "url": format!("/people/{}", who.account), "entityType": "user", "score": 0.0,
            "iconCssClass": "aui-icon content-type-profile", "lastModified": calendar::stamp(self.shelf.now())})
    }

    /// A small picture with the first letters of a name.
    pub(super) fn avatar(&self) -> Result<Reply, Reply> {
        let account = self.path.rsplit('/').next().unwrap_or_default().replace("%3A", ":");
        let person = self.person(&account).ok_or_else(Reply::no_such_path)?;
        let letters = self.shelf.people[person].name.split(' ').filter_map(|word| word.chars().next());
        Ok(Reply::picture(&letters.collect::<String>()))
    }
}

fn required<'q>(query: &'q Query, name: &str) -> Result<&'q str, Reply> {
    query.text(name).ok_or_else(|| Reply::bad_v1_request(&format!("{name} query parameter is required")))
}
