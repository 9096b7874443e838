//! Everything that Confluence has beside spaces, content and attachments: what is published equals what is on the site, is read
//! again when its time has come, and goes when it is gone there.

use crate::support::lab::{CONNECTION, Lab, Site, faulty};
use catchment_practice::confluence::{
    Change, Deployment, Door, Extras, Options, Standing, TrueContent, TruePermission, Truth,
};
use std::collections::BTreeSet;

/// Datasets of everything that Cloud has.
const ALL: &str = "datasets = [\"comment\", \"label\", \"page_version\", \"hierarchy\", \"task\", \"like\", \"content_property\", \
    \"space_category\", \"space_icon\", \"space_property\", \"user\", \"content_restriction\", \"space_permission\", \
    \"audit_event\", \"page_view\", \"instance\", \"page_content\"]\nevery = { comment = \"0m\", label = \"0m\", \
    hierarchy = \"0m\", task = \"0m\", like = \"0m\", content_property = \"0m\", space_category = \"0m\", \
    space_icon = \"0m\", space_property = \"0m\", user = \"0m\", content_restriction = \"0m\", \
    space_permission = \"0m\", page_view = \"0m\", instance = \"0m\" }";

/// Datasets of everything that Data Center has, but permissions of spaces, which older versions tell in fewer words.
const OF_DATA_CENTER: [&str; 10] = [
    "comment",
    "page_version",
    "content_property",
    "space_category",
    "space_icon",
    "space_property",
    "user",
    "content_restriction",
    "audit_event",
    "instance",
];

fn site(roots_only: bool) -> Site {
    Site::start(options(roots_only))
}

fn options(roots_only: bool) -> Options {
    let extras = Extras {
        comments: 60,
        roots_only,
        labels: 6,
        tasks: 12,
        likes: 30,
        properties: 20,
        folders: 2,
        groups: 6,
        members: 8,
        restrictions: 4,
        permissions: 6,
        audit_events: 40,
        ..Extras::default()
    };
    Options { pages: 30, blogposts: 6, spaces: 3, body: 500, extras, site_clock: true, ..Options::default() }
}

/// The values of a query of one column.
fn values(lab: &Lab, sql: &str) -> BTreeSet<String> {
    let ran = lab.run(&["query", sql, "--format", "csv"]).expect(0);
    ran.stdout.lines().skip(1).map(|line| line.trim_matches('"').to_owned()).collect()
}

fn count(lab: &Lab, dataset: &str) -> usize {
    values(lab, &format!("select count(*) from wiki.{dataset}")).first().unwrap().parse().unwrap()
}

/// The ids of pages and blog posts that the account sees.
fn seen(truth: &Truth) -> BTreeSet<&str> {
    let is_there = |standing: Standing| matches!(standing, Standing::Current | Standing::Archived);
    truth.content.iter().filter(|item| is_there(item.standing)).map(|item| item.id.as_str()).collect()
}

/// What tells comments: their ids, where they are, what they answer and their versions.
pub const COMMENTS: &str =
    "select concat_ws(' ', comment_id, page_id, coalesce(parent_id, ''), version_number) from wiki.comment";

/// The comments of a site, as [`COMMENTS`] tells them.
pub fn comments_of(truth: &Truth) -> BTreeSet<String> {
    let comments = truth.comments.iter().filter(|comment| comment.standing == Standing::Current);
    let told = comments.map(|comment| {
        let above = comment.parent_id.as_deref().unwrap_or_default();
        format!("{} {} {above} {}", comment.id, comment.container_id, comment.version)
    });
    told.collect()
}

/// Asserts that what hangs on spaces is what the site has. An icon that a token may read is one of a space that is nobody's own.
fn spaces_as_on(lab: &Lab, truth: &Truth) {
    let spaces: BTreeSet<&str> =
        truth.spaces.iter().filter(|space| space.visible).map(|space| space.id.as_str()).collect();
    let properties = truth.properties.iter().filter(|(id, _)| spaces.contains(id.as_str()));
    let properties: BTreeSet<String> = properties.map(|(id, key)| format!("{id} {key}")).collect();
    assert!(!properties.is_empty());
    assert_eq!(values(lab, "select space_id || ' ' || property_key from wiki.space_property"), properties);
    let labels = truth.labels.iter().filter(|(id, _)| spaces.contains(id.as_str()));
    let labels: BTreeSet<String> = labels.map(|(id, name)| format!("{id} {name} team")).collect();
    assert!(!labels.is_empty());
    assert_eq!(values(lab, "select concat_ws(' ', space_id, name, prefix) from wiki.space_category"), labels);
    let icons = truth.spaces.iter().filter(|space| space.visible);
    let icons: BTreeSet<String> = icons.map(|space| format!("{} {}", space.id, !space.key.starts_with('~'))).collect();
    let sql = "select space_id || ' ' || (upload_state is not null and version_number = 2) from wiki.space_icon";
    assert_eq!(values(lab, sql), icons);
    // The practice server draws the key of a space.
    let stored = values(
        lab,
        "select space_key || ' ' || object_uri from wiki.space_icon inner join wiki.spaces
        using (space_id) where upload_state = 'stored'",
    );
    let open = truth.spaces.iter().filter(|space| space.visible && !space.key.starts_with('~'));
    assert_eq!(stored.len(), open.count());
    for (key, file) in stored.iter().map(|row| row.split_once(' ').unwrap()) {
        let picture = std::fs::read_to_string(lab.dir.join("attachments").join(file)).unwrap();
        assert!(picture.contains(&format!(">{key}<")), "{key}: {picture}");
    }
    assert_eq!(count(lab, "space_icon where upload_state <> 'stored'"), 0);
    let files = serde_json::json!([{"stream": "space_icon", "state": "stored", "files": stored.len(), "bytes": 0}]);
    assert_eq!(lab.status()["files"], files);
}

/// Asserts that every dataset has what the site has.
fn published_as_on(lab: &Lab, truth: &Truth) {
    let seen = seen(truth);
    assert_eq!(values(lab, COMMENTS), comments_of(truth));

    let labels = truth.labels.iter().filter(|(id, _)| seen.contains(id.as_str()));
    let labels: BTreeSet<String> = labels.map(|(id, name)| format!("{id} {name}")).collect();
    let sql = "select content_id || ' ' || name from wiki.content_label where content_type <> 'attachment'";
    assert_eq!(values(lab, sql), labels);

    let tasks = truth.tasks.iter().filter(|task| seen.contains(task.container_id.as_str()));
    let word = |done: bool| if done { "complete" } else { "incomplete" };
    let tasks: BTreeSet<String> = tasks.map(|task| format!("{} {}", task.id, word(task.done))).collect();
    assert_eq!(values(lab, "select task_id || ' ' || status from wiki.task"), tasks);

    let likes = truth.likes.iter().filter(|(id, _)| seen.contains(id.as_str()));
    assert_eq!(count(lab, "content_like"), likes.count());
    let properties = truth.properties.iter().filter(|(id, _)| seen.contains(id.as_str()));
    assert_eq!(count(lab, "content_property"), properties.count());

    let folders: BTreeSet<String> =
        truth.folders.iter().map(|folder| format!("{} {}", folder.id, folder.kind)).collect();
    assert_eq!(values(lab, "select node_id || ' ' || node_type from wiki.hierarchy_node"), folders);
    let titles = "select node_id from wiki.hierarchy_node as node inner join wiki.containers as above
        on above.container_id = node.node_id and (above.title, above.state) is distinct from (node.title, node.status)";
    assert_eq!(values(lab, titles), BTreeSet::new());

    let groups: BTreeSet<String> =
        truth.groups.iter().map(|group| format!("{} {}", group.id, group.members.len())).collect();
    let sql = "select g.group_id || ' ' || count(m.account_id) from wiki.user_group as g
        left join wiki.group_member as m using (group_id) group by g.group_id";
    assert_eq!(values(lab, sql), groups);
    let people: BTreeSet<&String> = truth.groups.iter().flat_map(|group| &group.members).collect();
    assert_eq!(count(lab, "user_account"), people.len());

    let restrictions = truth.restrictions.iter().filter(|one| seen.contains(one.id.as_str()));
    let restrictions: BTreeSet<String> = restrictions
        .filter(|one| !one.people.is_empty() || !one.groups.is_empty())
        .map(|one| format!("{} {} {} {}", one.id, one.operation, one.people.len(), one.groups.len()))
        .collect();
    let sql = "select concat_ws(' ', content_id, operation, count(account_id), count(group_id))
        from wiki.content_restriction group by content_id, operation";
    assert_eq!(values(lab, sql), restrictions);

    let visible: BTreeSet<&str> =
        truth.spaces.iter().filter(|space| space.visible).map(|space| space.id.as_str()).collect();
    let permissions = truth.permissions.iter().filter(|one| visible.contains(one.space_id.as_str()));
    assert_eq!(count(lab, "space_permission where kind = 'permission'"), permissions.count());
    assert_eq!(count(lab, "audit_event"), truth.events.len());
    assert_eq!(count(lab, "page_view"), seen.len());
    assert_eq!(count(lab, "instance"), 1);
    assert_eq!(count(lab, "page_content where representation = 'view'"), seen.len());
    let versions: u32 =
        truth.content.iter().filter(|item| seen.contains(item.id.as_str())).map(|item| item.version).sum();
    assert_eq!(count(lab, "page_version"), versions as usize);
    spaces_as_on(lab, truth);
}

/// Asserts that a listing of each of these streams was followed over three pages or more.
fn follows_several_pages(lab: &Lab, streams: &[&str]) {
    let sql = "select distinct stream from (select stream from sync.request where status = 200 and cause is null
        group by stream, walk_id having count(*) > 2)";
    let followed = values(lab, sql);
    let lacking: Vec<_> = streams.iter().filter(|stream| !followed.contains(**stream)).collect();
    assert!(lacking.is_empty(), "{lacking:?} are not among {followed:?}");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn every_dataset_of_cloud_is_what_the_site_has() {
    const SEVERAL: [&str; 14] = [
        "audit_event",
        "blogpost",
        "blogpost_version",
        "folder_node",
        "footer_comment",
        "group_member",
        "inline_comment",
        "label",
        "page",
        "page_label",
        "page_version",
        "space_permission",
        "task",
        "user_group",
    ];
    let site = site(false);
    let lab = Lab::new(&site, &format!("page_size = 2\n{ALL}"));
    lab.sync().expect(0);
    published_as_on(&lab, &site.practice().truth());
    follows_several_pages(&lab, &SEVERAL);
    assert!(site.requested().iter().all(|target| !target.contains("/children")), "the listing shows the replies");
    // A row of a label and a page bears other ids than the object that it was read as.
    let first = "select min(object_id) from sync.object where stream = 'page_label'";
    let id: String = lab.open().query_value(first, []).unwrap();
    let told = lab.run(&["explain", CONNECTION, "page_label", &id]).expect(0).stdout;
    assert!(told.contains("held; no dataset has a row by this id alone") && !told.contains("never seen"), "{told}");
    assert!(told.contains("  response    "), "{told}");
    // What has a clock of its own is complete to a time of its own, beside the pages that it is about.
    let fed = "select dataset || ' ' || stream from completeness where scope_id is null and complete_to is not null";
    let fed = values(&lab, fed);
    for (dataset, stream) in [("space_content", "page"), ("content_label", "page_label")] {
        assert!(fed.contains(&format!("{dataset} {stream}")), "{dataset}: {fed:?}");
    }
    assert!(
        fed.contains("effective_restriction page_restriction") && !fed.contains("space_content page_label"),
        "{fed:?}"
    );
    assert!(fed.contains("hierarchy_node folder_node") && !fed.contains("space_content folder_node"), "{fed:?}");
    let fresh = "select dataset from freshness where complete_to is not null";
    assert!(values(&lab, fresh).is_superset(&["content_label", "effective_restriction"].map(str::to_owned).into()));
}

#[test]
fn replies_are_asked_for_where_no_listing_shows_them() {
    let site = site(true);
    let lab = Lab::new(&site, "datasets = [\"comment\"]\nevery = { comment = \"0m\" }");
    lab.sync().expect(0);
    let truth = site.practice().truth();
    let replies = truth.comments.iter().filter(|comment| comment.parent_id.is_some());
    let ids: BTreeSet<&str> = replies.clone().map(|comment| comment.id.as_str()).collect();
    let is_nested = |above: &Option<String>| above.as_deref().is_some_and(|above| ids.contains(above));
    assert!(replies.filter(|comment| is_nested(&comment.parent_id)).count() > 2, "the site has replies to replies");
    assert_eq!(values(&lab, COMMENTS), comments_of(&truth));
    assert!(site.requested().iter().any(|target| target.contains("/footer-comments/") && target.contains("/children")));
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_changes_and_goes_is_read_again_by_the_clock() {
    let site = site(false);
    let lab = Lab::new(&site, ALL);
    lab.sync().expect(0);
    let truth = site.practice().truth();
    let group = truth.groups.iter().find(|group| group.members.len() > 1).unwrap();
    let account = group.members.first().unwrap().clone();
    let task = truth.tasks.iter().find(|task| !task.done).unwrap();
    let comment = truth.comments.iter().find(|comment| comment.standing == Standing::Current).unwrap();
    // A page does not change with what is said about it.
    let is_another = |item: &&TrueContent| item.standing == Standing::Current && item.id != comment.container_id;
    let container = truth.content.iter().find(is_another).unwrap().id.clone();
    let body = "<p>said later</p>".to_owned();
    let answered = truth.comments.iter().rfind(|other| other.standing == Standing::Current && other.id != comment.id);
    let changes = [
        Change::RemoveMember { group: group.id.clone(), person: account.clone() },
        Change::Tick { task: task.id.clone(), person: account },
        Change::AddComment { container, selection: None, body: body.clone() },
        Change::Reply { comment: answered.unwrap().id.clone(), body },
        Change::DeleteComment { comment: comment.id.clone() },
    ];
    for change in changes {
        site.practice().change(change).unwrap();
    }
    lab.sync().expect(0);
    published_as_on(&lab, &site.practice().truth());
}

#[test]
fn what_is_due_again_is_due_by_the_clock_of_this_machine() {
    // A site that is twelve minutes ahead, and one that is nine days behind.
    for (skew, every, is_due) in [(720, "0m", true), (-777_600, "24h", false)] {
        let site =
            Site::start(Options { site_clock: false, faults: faulty(&format!("clock-skew={skew}")), ..options(false) });
        let lab = Lab::new(&site, &format!("datasets = [\"user\"]\nevery = {{ user = \"{every}\" }}"));
        lab.sync().expect(0);
        let truth = site.practice().truth();
        let group = truth.groups.iter().find(|group| group.members.len() > 1).unwrap();
        let (id, person) = (group.id.clone(), group.members.first().unwrap().clone());
        site.practice().change(Change::RemoveMember { group: id, person }).unwrap();
        let (rows, asked) = (lab.rows_of("group_member").num_rows(), site.requested().len());
        lab.run(&["sync", CONNECTION]).expect(0);
        let is_asked = site.requested()[asked..].iter().any(|target| target.contains("member"));
        assert_eq!((is_asked, lab.rows_of("group_member").num_rows()), (is_due, rows - usize::from(is_due)), "{skew}");
    }
}

/// A lab for a site of Data Center.
fn lab_of_data_center(site: &Site, datasets: &[&str]) -> Lab {
    let lab = Lab::new(site, &format!("page_size = 5\ndatasets = {datasets:?}"));
    let text = std::fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    let (before, behind) = text.split_once("username = ").unwrap();
    let behind = behind.split_once("api_token = ").unwrap().1;
    lab.write("catchment.toml", &format!("{before}deployment = \"data_center\"\npersonal_access_token = {behind}"));
    lab
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn every_dataset_of_data_center_is_what_the_site_has() {
    const SEVERAL: [&str; 11] = [
        "audit_event",
        "blogpost",
        "blogpost_version",
        "content_comment",
        "group_member",
        "page",
        "page_property",
        "page_version",
        "space",
        "user",
        "user_group",
    ];
    for (version, context) in [("8.5.4", "/confluence"), ("10.0.3", "")] {
        let deployment = Deployment::DataCenter { version: version.to_owned() };
        let faults = faulty("part=2, undercounted-next, next-past-end");
        let context = context.to_owned();
        let site = Site::start(Options { deployment, door: Door::DataCenter, context, faults, ..options(false) });
        let is_new = version.starts_with("10");
        let datasets = [&OF_DATA_CENTER[..], if is_new { &["space_permission"] } else { &[] }].concat();
        let lab = lab_of_data_center(&site, &datasets);
        // An address cannot hold a name with a slash.
        lab.sync().expect(3);
        follows_several_pages(&lab, &SEVERAL);
        let mut truth = site.practice().truth();
        let unasked = |group: &str| group.contains('/');
        let gaps = values(&lab, "select scope from gaps");
        assert!(gaps.iter().all(|group| unasked(group)) && gaps.len() == 1, "{gaps:?}");
        let causes = values(&lab, "select cause from gaps");
        assert!(causes.iter().all(|cause| cause.contains("no request can name the group")), "{causes:?}");
        truth.groups.iter_mut().filter(|group| unasked(&group.name)).for_each(|group| group.members.clear());
        let seen: BTreeSet<String> = seen(&truth).into_iter().map(str::to_owned).collect();
        assert_eq!(values(&lab, "select page_id from wiki.space_content"), seen, "{version}");
        assert_eq!(values(&lab, COMMENTS), comments_of(&truth), "{version}");
        let versions: u32 = truth.content.iter().filter(|item| seen.contains(&item.id)).map(|item| item.version).sum();
        assert_eq!(count(&lab, "page_version"), versions as usize);
        let members: usize = truth.groups.iter().map(|group| group.members.len()).sum();
        assert_eq!((count(&lab, "user_group"), count(&lab, "group_member")), (truth.groups.len(), members));
        assert_eq!(count(&lab, "user_account"), truth.people.len());
        let restrictions = truth.restrictions.iter().filter(|one| seen.contains(&one.id));
        let subjects: usize = restrictions.map(|one| one.people.len() + one.groups.len()).sum();
        assert_eq!(count(&lab, "content_restriction"), subjects);
        assert_eq!(count(&lab, "audit_event"), truth.events.len());
        spaces_as_on(&lab, &truth);
        assert_eq!(count(&lab, "known_rights where kind = 'group'"), truth.groups.len() - 1);
        lab.run(&["report", CONNECTION, "external"]).refused(1, &["Data Center does not tell which accounts"]);
        if is_new {
            // Who may read by a group whose members were not read is not known, and not nobody.
            let may_read = |one: &&TruePermission| (&*one.operation.0, &*one.operation.1) == ("read", "space");
            let barred = truth.permissions.iter().filter(may_read).filter(|one| unasked(&one.principal_id));
            let read = values(&lab, "select space_id from wiki.spaces");
            let barred: BTreeSet<String> =
                barred.map(|one| one.space_id.clone()).filter(|id| read.contains(id)).collect();
            let unknown = "select space_id from wiki.report_space_access inner join wiki.spaces using (space_key)
                where unknown_by = 'group' and readers is null";
            assert!(!barred.is_empty());
            assert_eq!(values(&lab, unknown), barred);
            let told = lab.run(&["report", CONNECTION, "space_access"]).expect(0).stderr;
            assert!(told.contains("the members of 1 group (R&D / platform)"), "{told}");
            assert!(told.contains("not told: which accounts are external"), "{told}");
            // What Data Center does not have is no matter of settings, and pages carry its labels.
            let told = lab.run(&["report", CONNECTION, "valuable"]).expect(0).stderr;
            assert!(
                told.contains("the site has no such dataset: page_view") && !told.contains("datasets = "),
                "{told}"
            );
            let told = lab.run(&["report", CONNECTION, "labels"]).expect(0).stderr;
            assert!(!told.contains("content_label"), "{told}");
            let view = "select view_name from duckdb_views() where view_name = 'report_labels'";
            assert_eq!(values(&lab, view), BTreeSet::from(["report_labels".to_owned()]));
            assert_eq!(count(&lab, "report_external"), 0, "what the site does not tell is no external account");
            // Whatever class of accounts has a permission, it is told as one for anonymous visitors.
            let holder = |of: &str, id: &str| if of == "access-class" { String::new() } else { id.to_owned() };
            let permissions = truth.permissions.iter();
            let permissions: BTreeSet<_> = permissions
                .map(|one| (&one.space_id, holder(one.principal_kind, &one.principal_id), &one.operation))
                .collect();
            assert_eq!(count(&lab, "space_permission"), permissions.len());
        }
    }
}

/// What tells content, attachments and comments: ids, versions, and when these were made.
const TOLD: [&str; 3] = [
    "select concat_ws(' ', page_id, version_number, epoch_us(modified_at) // 1000) from wiki.space_content",
    "select concat_ws(' ', attachment_id, version_number, epoch_us(modified_at) // 1000) from wiki.page_attachments",
    "select concat_ws(' ', comment_id, version_number) from wiki.comment",
];

/// Content, attachments and comments of a site, as [`TOLD`] tells them.
fn told_of(truth: &Truth) -> [BTreeSet<String>; 3] {
    let is_there = |standing: Standing| matches!(standing, Standing::Current | Standing::Archived);
    let content = truth.content.iter().filter(|row| is_there(row.standing));
    let files = truth.attachments.iter().filter(|row| is_there(row.standing));
    let comments = truth.comments.iter().filter(|row| is_there(row.standing));
    [
        content.map(|row| format!("{} {} {}", row.id, row.version, row.version_millis)).collect(),
        files.map(|row| format!("{} {} {}", row.id, row.version, row.version_millis)).collect(),
        comments.map(|row| format!("{} {}", row.id, row.version)).collect(),
    ]
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn awkward_links_times_limits_and_a_late_index_of_a_data_center_lose_nothing() {
    let extras = Extras { comments: 40, ..Extras::default() };
    let deployment = Deployment::DataCenter { version: "8.5.4".to_owned() };
    let mut site = Site::start(Options {
        pages: 30,
        blogposts: 12,
        spaces: 2,
        body: 200,
        attachments: 20,
        extras,
        deployment,
        door: Door::DataCenter,
        server_offset: "+1100".to_owned(),
        time_zone: "Pacific/Apia".to_owned(),
        site_clock: true,
        faults: faulty("endless-next, rate-headers, 429-html=60"),
        ..Options::default()
    });
    let lab = lab_of_data_center(&site, &["comment"]);
    let text = std::fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    let text = text.replacen("page_size = 5", "page_size = 16", 1);
    lab.write("catchment.toml", &text.replace("\"blogpost\"]", "\"blogpost\", \"attachment\"]"));
    let published = || TOLD.map(|sql| values(&lab, sql));
    lab.sync().expect(0);
    assert!(site.requested().len() > 60, "a request was refused");
    let truth = site.practice().truth();
    assert_eq!(published(), told_of(&truth));

    let page = truth.content.iter().find(|row| row.kind == "page" && row.standing == Standing::Current).unwrap();
    let comment = truth.comments.iter().find(|row| row.standing == Standing::Current).unwrap();
    let edit = Change::EditComment { comment: comment.id.clone(), body: "<p>Anew</p>".to_owned() };
    site.change(|options| {
        options.faults =
            faulty("undercounted-next, next-past-end, attachment-search-400=4, part=7, search-delay=1000000");
        options.changes = vec![Change::Edit { id: page.id.clone() }, edit];
    });
    // The search does not find what was touched, by which it is fetched: that is complete, or said to be not.
    let ran = lab.sync();
    let now = told_of(&site.practice().truth());
    assert!(ran.code == Some(3) || (ran.code == Some(0) && published() == now), "{ran:?}");
    site.fault("");
    lab.sync().expect(0);
    assert_eq!(published(), now);
}

/// Asserts that the bodies of all versions were read: each is another one, and the present one is that of the page.
fn bodies_are_read(lab: &Lab, truth: &Truth) {
    let seen = seen(truth);
    let versions: u32 =
        truth.content.iter().filter(|item| seen.contains(item.id.as_str())).map(|item| item.version).sum();
    assert!(versions as usize > seen.len(), "some pages have former versions");
    assert_eq!(count(lab, "page_version where body is not null and body_text is not null"), versions as usize);
    let sql = "select page_id from wiki.page_version group by page_id having count(distinct body) < count(*)";
    assert_eq!(values(lab, sql), BTreeSet::new());
    let sql = "select page_id from wiki.page_version inner join wiki.space_content using (page_id)
        where is_current and body is distinct from body_storage";
    assert_eq!(values(lab, sql), BTreeSet::new());
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn the_bodies_of_versions_are_read_where_they_are_asked_for() {
    let site = site(false);
    let lab = Lab::new(&site, "datasets = [\"page_version\"]");
    lab.sync().expect(0);
    assert_eq!(count(&lab, "page_version where body is not null"), 0);
    lab.configure(&site, "datasets = [\"page_version\"]\nversion_bodies = true");
    lab.sync().expect(0);
    bodies_are_read(&lab, &site.practice().truth());
    // A page that changes is read again, and nothing else.
    let mut content = site.practice().truth().content.into_iter();
    let page = content.find(|item| item.kind == "page" && item.standing == Standing::Current).unwrap();
    site.practice().change(Change::EditPage { id: page.id.clone(), body: "<p>New words.</p>".to_owned() }).unwrap();
    let asked = site.requested().len();
    lab.sync().expect(0);
    bodies_are_read(&lab, &site.practice().truth());
    let again = site.requested().split_off(asked);
    let versions: Vec<&String> = again.iter().filter(|target| target.contains("/versions?")).collect();
    assert!(versions.len() == 2 && versions.iter().all(|target| target.contains(&page.id)), "{versions:?}");
}

/// A site of Data Center of this version.
fn data_center(version: &str) -> Site {
    let deployment = Deployment::DataCenter { version: version.to_owned() };
    Site::start(Options { deployment, door: Door::DataCenter, ..options(false) })
}

#[test]
fn the_bodies_of_versions_come_one_by_one_on_data_center() {
    let site = data_center("10.0.3");
    let lab = lab_of_data_center(&site, &["page_version"]);
    let text = std::fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    lab.write("catchment.toml", &text.replacen("datasets = ", "version_bodies = true\ndatasets = ", 1));
    lab.sync().expect(0);
    bodies_are_read(&lab, &site.practice().truth());
}

/// The ids of pages and blog posts that were published.
fn published(lab: &Lab) -> BTreeSet<String> {
    values(lab, "select page_id from wiki.space_content")
}

/// How many requests for paths with this in them the site got since so many.
fn asked_for(site: &Site, part: &str, since: usize) -> usize {
    site.requested()[since..].iter().filter(|target| target.contains(part)).count()
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn pages_are_scanned_where_the_site_can_and_counted_where_it_cannot() {
    let mut site = data_center("10.0.3");
    let seen: BTreeSet<String> = seen(&site.practice().truth()).into_iter().map(str::to_owned).collect();
    let lab = lab_of_data_center(&site, &[]);
    lab.sync().expect(0);
    assert_eq!(published(&lab), seen);
    assert!(asked_for(&site, "/content/scan?", 0) > 0);
    assert_eq!(asked_for(&site, "type=page&spaceKey=", 0), 0);
    site.fault("gone=content/scan");
    let lab = lab_of_data_center(&site, &[]);
    lab.sync().expect(0);
    assert_eq!(published(&lab), seen);
    assert!(asked_for(&site, "/content/scan?", 0) > 0);
    // What is not there is not asked for within a day.
    let before = site.requested().len();
    lab.sync().expect(0);
    assert_eq!(asked_for(&site, "/content/scan?", before), 0);
    assert_eq!(published(&lab), seen);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_route_that_is_gone_is_not_asked_for_about_each_page() {
    let faults = faulty("gone=content/*/restriction/byOperation");
    let mut site = Site::start(Options { pages: 100, faults, ..options(false) });
    let lab = Lab::new(&site, "datasets = [\"content_restriction\"]");
    lab.sync().expect(3);
    // The walks that go on side by side may each ask once.
    let pages = seen(&site.practice().truth()).len();
    let asked = asked_for(&site, "/restriction/byOperation", 0);
    assert!(asked > 0 && 2 * asked < pages, "{asked} of {pages}");
    let before = site.requested().len();
    lab.sync().expect(3);
    assert_eq!(asked_for(&site, "/restriction/byOperation", before), 0);
    assert!(values(&lab, "select cause from gaps").iter().all(|cause| cause.contains("410")));
    assert_eq!(count(&lab, "effective_restriction where is_known"), 0);
    // A day later the site is asked once more, and has it again.
    lab.execute("update sync.allowed set since = since - interval 2 days");
    site.fault("");
    lab.sync().expect(0);
    assert!(count(&lab, "effective_restriction where is_known") > 0);
}
