//! What settings ask for of a site, by spaces, by pages and by what a search finds: it decides on every way in what is published,
//! and what leaves it is out of scope, never gone.

use crate::balance::balance;
use crate::support::lab::{CONNECTION, Lab, Site};
use catchment_practice::confluence::{
    Change, Deployment, Door, Extras, Options, Standing, TrueAttachment, TrueContent, Truth,
};
use std::collections::BTreeSet;
use std::fs;

/// The site as each deployment serves it.
fn site(is_cloud: bool) -> Site {
    let extras = Extras { labels: 6, comments: 12, groups: 2, members: 24, ..Extras::default() };
    let options = Options {
        pages: 40,
        blogposts: 6,
        spaces: 3,
        body: 400,
        attachments: 12,
        extras,
        site_clock: true,
        ..Options::default()
    };
    if is_cloud {
        return Site::start(options);
    }
    let deployment = Deployment::DataCenter { version: "8.5.4".to_owned() };
    Site::start(Options { deployment, door: Door::DataCenter, context: "/confluence".to_owned(), ..options })
}

/// Writes a configuration with these settings for a site of either deployment.
fn configure(lab: &Lab, site: &Site, is_cloud: bool, settings: &str) {
    lab.configure(site, settings);
    if is_cloud {
        return;
    }
    let text = fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    let (before, behind) = text.split_once("username = ").unwrap();
    let behind = behind.split_once("api_token = ").unwrap().1;
    lab.write("catchment.toml", &format!("{before}deployment = \"data_center\"\npersonal_access_token = {behind}"));
}

fn lab(site: &Site, is_cloud: bool, settings: &str) -> Lab {
    let lab = Lab::new(site, "");
    configure(&lab, site, is_cloud, settings);
    lab
}

/// The same where attachments are read as well, and their files stored.
fn configure_with_files(lab: &Lab, site: &Site, is_cloud: bool, settings: &str) {
    configure(lab, site, is_cloud, settings);
    let text = fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    let types = "content_types = [\"page\", \"blogpost\", \"attachment\"]";
    let text = text.replace("content_types = [\"page\", \"blogpost\"]", types);
    let folder = lab.dir.join("files");
    lab.write(
        "catchment.toml",
        &text.replace("[lake]", &format!("[attachments]\nto = \"{}\"\n[lake]", folder.display())),
    );
}

fn change(site: &Site, changes: Vec<Change>) {
    changes.into_iter().for_each(|change| drop(site.practice().change(change).unwrap()));
}

fn add_label(id: &str, label: &str) -> Change {
    Change::AddLabel { id: id.to_owned(), label: label.to_owned() }
}

/// The values of a query of one column.
fn values(lab: &Lab, sql: &str) -> BTreeSet<String> {
    let ran = lab.run(&["query", sql, "--format", "csv"]).expect(0);
    ran.stdout.lines().skip(1).map(|line| line.trim_matches('"').to_owned()).collect()
}

fn published(lab: &Lab) -> BTreeSet<String> {
    values(lab, "select page_id from wiki.space_content")
}

/// Why objects are gone.
fn gone(lab: &Lab) -> BTreeSet<String> {
    values(lab, "select object_id || ' ' || reason || ': ' || evidence from wiki.deleted_content")
}

fn is_there(item: &&TrueContent) -> bool {
    matches!(item.standing, Standing::Current | Standing::Archived)
}

/// The ids of what the account sees and this holds for.
fn those(truth: &Truth, holds: impl Fn(&TrueContent) -> bool) -> BTreeSet<String> {
    truth.content.iter().filter(is_there).filter(|item| holds(item)).map(|item| item.id.clone()).collect()
}

/// Whether something is below a page, or the page itself.
fn is_below(truth: &Truth, item: &TrueContent, top: &str) -> bool {
    let mut at = Some(item.id.clone());
    while let Some(id) = at {
        if id == top {
            return true;
        }
        at = truth.content.iter().find(|item| item.id == id).and_then(|item| item.parent_id.clone());
    }
    false
}

fn has_label(truth: &Truth, item: &TrueContent, label: &str) -> bool {
    truth.labels.contains(&(item.id.clone(), label.to_owned()))
}

/// A page that is there with another one below it, which is its only root of both.
fn parent(truth: &Truth) -> &TrueContent {
    let pages = truth.content.iter().filter(is_there).filter(|item| item.kind == "page");
    let below = |top: &TrueContent| those(truth, |item| is_below(truth, item, &top.id)).len();
    pages.filter(|top| (3..10).contains(&below(top))).max_by_key(|top| below(top)).unwrap()
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn each_filter_and_all_of_them_together_select_what_they_say() {
    for is_cloud in [true, false] {
        let site = site(is_cloud);
        let truth = site.practice().truth();
        let top = parent(&truth).id.clone();
        let post = truth.content.iter().filter(is_there).find(|item| item.kind == "blogpost").unwrap().id.clone();
        let inside = those(&truth, |item| is_below(&truth, item, &top) && item.id != top).pop_first().unwrap();
        change(&site, [&post, &inside].map(|id| add_label(id, "handbook")).to_vec());
        let truth = site.practice().truth();
        let creator = truth.content.iter().find(|item| item.id == inside).unwrap().creator.clone();
        // More people than one address holds.
        let stranger = |number| format!("\"712020:00000000-0000-4000-8000-{number:012}\", ");
        let strangers: String = (0..60).map(stranger).collect();
        let below = |item: &TrueContent| is_below(&truth, item, &top);
        let labelled = |item: &TrueContent| has_label(&truth, item, "handbook");
        let cases: [(String, BTreeSet<String>); 7] = [
            (format!("pages = [\"{top}\", \"{post}\"]"), those(&truth, |item| item.id == top || item.id == post)),
            (format!("ancestors = [\"{top}\"]"), those(&truth, below)),
            ("labels = [\"handbook\", \"no \\\"such\\\" label\"]".to_owned(), those(&truth, labelled)),
            (format!("creators = [{strangers}\"{creator}\"]"), those(&truth, |item| item.creator == creator)),
            (
                format!("cql = 'id = {post} or ancestor = {top}'"),
                those(&truth, |item| item.id == post || below(item) && item.id != top),
            ),
            (
                format!(
                    "labels = [\"handbook\"]\nancestors = [\"{top}\"]\ncreators = [\"{creator}\"]\ncql = 'type = page'"
                ),
                those(&truth, |item| labelled(item) && below(item) && item.creator == creator),
            ),
            ("labels = [\"nobody-has-this\"]".to_owned(), BTreeSet::new()),
        ];
        let lab = lab(&site, is_cloud, "");
        for (settings, expected) in &cases {
            configure(&lab, &site, is_cloud, &format!("{settings}\npage_size = 2\ndatasets = [\"comment\"]"));
            lab.sync().expect(0);
            assert_eq!(published(&lab), *expected, "{settings}");
            assert!(values(&lab, "select distinct page_id from wiki.comment").is_subset(expected), "{settings}");
        }
        let is_next = |target: &&String| {
            target.contains("ancestor") && ["start=", "cursor="].iter().any(|at| target.contains(at))
        };
        let next: BTreeSet<String> = site.requested().iter().filter(is_next).cloned().collect();
        assert!(next.len() > 1, "a search is followed over several pages: {next:?}");
        let whole =
            |target: &String| target.contains("/spaces/") && target.contains("/pages") || target.contains("spaceKey=");
        assert!(!site.requested().iter().any(whole), "no space is listed for a selection");
        let of_strangers = |target: &&String| target.contains("%22page%22") && target.contains("-8000-0");
        let searches: BTreeSet<String> = site.requested().iter().filter(of_strangers).cloned().collect();
        assert!(searches.len() > 1, "people are named some at a time: {searches:?}");
        configure(&lab, &site, is_cloud, "labels = []\npages = []");
        lab.sync().expect(0);
        assert_eq!(published(&lab), those(&truth, |_| true), "an empty filter is none");
        let searched = site.requested().len();
        lab.sync().expect(0);
        assert!(
            !site.requested()[searched..].iter().any(|target| target.contains("label+in")),
            "nothing is selected any more"
        );
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_leaves_the_filter_is_out_of_scope_and_comes_back() {
    for is_cloud in [true, false] {
        let site = site(is_cloud);
        let truth = site.practice().truth();
        let file = truth.attachments.iter().find(|file| file.standing == Standing::Current).unwrap();
        let page = file.container_id.clone();
        let other = those(&truth, |item| item.kind == "page" && item.id != page).pop_first().unwrap();
        change(&site, vec![add_label(&page, "handbook"), add_label(&other, "handbook")]);
        let lab = lab(&site, is_cloud, "");
        configure_with_files(&lab, &site, is_cloud, "labels = [\"handbook\"]");
        lab.sync().expect(0);
        let both: BTreeSet<String> = [page.clone(), other.clone()].into();
        assert_eq!(published(&lab), both);
        let files = || values(&lab, "select distinct page_id from wiki.page_attachments");
        assert!(files().contains(&page) && files().is_subset(&both), "files follow their pages: {:?}", files());
        change(
            &site,
            vec![
                Change::RemoveLabel { id: page.clone(), label: "handbook".to_owned() },
                Change::Edit { id: page.clone() },
            ],
        );
        lab.sync().expect(0);
        assert_eq!(published(&lab), [other.clone()].into());
        assert!(gone(&lab).contains(&format!("{page} out_of_scope: outside of labels")), "{:?}", gone(&lab));
        assert!(!files().contains(&page));
        let told = lab.run(&["explain", CONNECTION, "page", &page]).expect(0).stdout;
        assert!(told.contains("outside of labels"), "{told}");
        change(&site, vec![add_label(&page, "handbook"), Change::Edit { id: other.clone() }]);
        lab.sync().expect(0);
        assert_eq!((published(&lab), files().contains(&page), gone(&lab).len()), (both, true, 0));
        let version = |truth: Truth, id: &str| truth.content.iter().find(|item| item.id == id).unwrap().version;
        let held = values(&lab, &format!("select version_number from wiki.space_content where page_id = '{other}'"));
        assert_eq!(
            held,
            [version(site.practice().truth(), &other).to_string()].into(),
            "changes of what is selected are followed"
        );
        change(&site, vec![Change::Trash { id: page.clone() }]);
        lab.sync().expect(0);
        assert!(gone(&lab).iter().any(|line| line.starts_with(&format!("{page} trashed"))), "{:?}", gone(&lab));
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_lies_in_a_selected_page_that_was_not_read_yet_is_open() {
    for is_cloud in [true, false] {
        let site = site(is_cloud);
        let truth = site.practice().truth();
        let page_of = |file: &&TrueAttachment| truth.content.iter().find(|item| item.id == file.container_id);
        let is_in_page = |file: &&TrueAttachment| {
            file.standing == Standing::Current
                && page_of(file).is_some_and(|item| item.kind == "page" && is_there(&item))
        };
        let page = truth.attachments.iter().find(is_in_page).unwrap().container_id.clone();
        let other = those(&truth, |item| item.kind == "page" && item.id != page).pop_first().unwrap();
        change(&site, vec![add_label(&other, "handbook")]);
        let lab = lab(&site, is_cloud, "");
        configure_with_files(&lab, &site, is_cloud, "labels = [\"handbook\"]");
        lab.sync().expect(0);
        let [shown, published, deleted, unwanted, open, missing] = balance(&lab, "attachment");
        assert_eq!((open, missing), (0, 0));
        lab.execute(&format!("insert into sync.selected (stream, object_id) values ('page', '{page}')"));
        let [_, .., unwanted_then, open_then, missing_then] = balance(&lab, "attachment");
        assert!(unwanted_then < unwanted, "{unwanted_then} of {unwanted} are unwanted still");
        assert_eq!((published + deleted + unwanted_then + open_then, missing_then), (shown, 0));
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn only_what_two_listings_of_a_selection_lack_is_taken_out() {
    for is_cloud in [true, false] {
        let site = site(is_cloud);
        let ids: Vec<String> =
            those(&site.practice().truth(), |item| item.kind == "page").into_iter().take(2).collect();
        change(&site, ids.iter().map(|id| add_label(id, "handbook")).collect());
        let lab = lab(&site, is_cloud, "labels = [\"handbook\"]");
        let searches = || {
            let before = site.requested().len();
            lab.sync().expect(0);
            site.requested()[before..].iter().filter(|target| target.contains("label+in")).count()
        };
        searches();
        let quiet = searches();
        change(&site, vec![Change::RemoveLabel { id: ids[0].clone(), label: "handbook".to_owned() }]);
        assert_eq!(searches(), quiet + 1, "pages are listed once more");
        assert_eq!(published(&lab), [ids[1].clone()].into());
        assert_eq!(searches(), quiet);
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn who_joins_a_group_is_followed_into_the_selection_and_who_leaves_it_out_of_it() {
    for is_cloud in [true, false] {
        let mut site = site(is_cloud);
        let name = "site-admins";
        let members = |truth: &Truth| truth.groups.iter().find(|group| group.name == name).unwrap().members.clone();
        let made_by = |truth: &Truth, people: &BTreeSet<String>| those(truth, |item| people.contains(&item.creator));
        let truth = site.practice().truth();
        let before = members(&truth);
        let lab = lab(&site, is_cloud, &format!("creators = [\"group:{name}\"]"));
        lab.sync_first(&site);
        assert_eq!(published(&lab), made_by(&truth, &before));

        let makers: BTreeSet<String> = truth.content.iter().filter(is_there).map(|item| item.creator.clone()).collect();
        let leaver = makers.intersection(&before).next().unwrap().clone();
        let comer = makers.difference(&before).next().unwrap().clone();
        change(
            &site,
            vec![
                Change::AddMember { group: name.to_owned(), person: comer.clone() },
                Change::RemoveMember { group: name.to_owned(), person: leaver.clone() },
            ],
        );
        let asked = site.requested().len();
        lab.sync().expect(0);
        let after = members(&site.practice().truth());
        assert!(after.contains(&comer) && !after.contains(&leaver));
        assert_eq!(published(&lab), made_by(&truth, &after));
        let left = made_by(&truth, &[leaver].into());
        let out_of_scope: BTreeSet<String> =
            left.iter().map(|id| format!("{id} out_of_scope: outside of creators")).collect();
        assert_eq!(gone(&lab), out_of_scope);
        let requested = site.requested().split_off(asked);
        let count = |part: &str| requested.iter().filter(|target| target.contains(part)).count();
        assert_eq!((count("/rest/api/group?"), count("/member")), (1, 1), "pages and posts ask once: {requested:?}");
        let kept =
            "select target from sync.request union all select next_url from sync.walk where next_url is not null";
        let kept: Vec<String> = lab.open().query(kept, [], |row| row.get(0)).unwrap();
        for person in before.union(&after) {
            let id = person.rsplit(':').next().unwrap();
            assert!(!kept.is_empty() && !kept.iter().any(|text| text.contains(id)), "{id} is on record");
        }
        let checked = lab.run(&["check", CONNECTION]).stdout;
        let told = format!("the site understands creators; the group {name} has {} members", after.len());
        assert!(checked.contains(&told), "{checked}");

        configure(&lab, &site, is_cloud, "creators = [\"group:no-such-group\"]");
        let asked = site.requested().len();
        lab.sync().refused(2, &["`creators` names the group no-such-group, which the site does not show"]);
        assert!(!site.requested()[asked..].iter().any(|target| target.contains("cql=")), "nothing is searched for");
        assert_eq!((published(&lab), gone(&lab)), (made_by(&truth, &after), out_of_scope));
        if !is_cloud {
            site.fault("no-admin");
            configure(&lab, &site, is_cloud, &format!("creators = [\"group:{name}\"]"));
            let checked = lab.run(&["check", CONNECTION]);
            let told = format!("the members of the group {name}, which `creators` names, cannot be read");
            assert!(checked.stderr.contains(&told), "{}\n{}", checked.stdout, checked.stderr);
        }
    }
}

#[test]
fn a_selection_is_the_same_under_another_key() {
    let site = site(true);
    let creator = site.practice().truth().content[0].creator.clone();
    let lab = lab(&site, true, &format!("creators = [\"{creator}\"]"));
    lab.sync_first(&site);
    let column = |name: &str| {
        let sql = format!("select cast({name} as varchar) from sync.described where stream = 'page'");
        lab.open().query(&sql, [], |row| row.get::<_, String>(0)).unwrap()
    };
    let (since, description) = (column("since"), column("description"));
    assert_eq!((since.len(), description.len()), (1, 1));
    lab.run(&["key", "rotate"]).expect(0);
    assert_ne!(column("description"), description);
    lab.sync().expect(0);
    assert_eq!(column("since"), since, "nothing is listed again for another key");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_page_is_followed_into_a_subtree_and_out_of_it() {
    for is_cloud in [true, false] {
        let site = site(is_cloud);
        let truth = site.practice().truth();
        let top = parent(&truth);
        let inside = those(&truth, |item| is_below(&truth, item, &top.id) && item.parent_id.as_ref() == Some(&top.id));
        let (space, leaver) = (top.space_id.clone(), inside.first().unwrap().clone());
        let elsewhere = those(&truth, |item| {
            item.kind == "page"
                && item.space_id == space
                && !is_below(&truth, item, &top.id)
                && !is_below(&truth, top, &item.id)
        });
        let comer = elsewhere.first().unwrap().clone();
        let is_apart = |id: &&String| {
            let item = truth.content.iter().find(|item| item.id == **id).unwrap();
            !is_below(&truth, item, &comer)
        };
        let home = elsewhere.iter().find(is_apart).unwrap().clone();
        let lab = lab(&site, is_cloud, &format!("ancestors = [\"{}\"]", top.id));
        lab.sync_first(&site);
        change(
            &site,
            vec![
                Change::MoveBelow { id: leaver.clone(), parent: home },
                Change::MoveBelow { id: comer.clone(), parent: top.id.clone() },
                Change::Edit { id: elsewhere.last().unwrap().clone() },
            ],
        );
        lab.sync().expect(0);
        let now = site.practice().truth();
        let below = those(&now, |item| is_below(&now, item, &top.id));
        assert!(below.contains(&comer) && !below.contains(&leaver));
        assert_eq!(published(&lab), below);
        assert!(gone(&lab).contains(&format!("{leaver} out_of_scope: outside of ancestors")), "{:?}", gone(&lab));
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_selection_that_cannot_be_listed_takes_nothing_out() {
    let mut site = site(true);
    let truth = site.practice().truth();
    let ids: Vec<String> = those(&truth, |item| item.kind == "page").into_iter().take(2).collect();
    change(&site, ids.iter().map(|id| add_label(id, "handbook")).collect());
    let lab = lab(&site, true, "labels = [\"handbook\"]");
    lab.sync_first(&site);
    let both: BTreeSet<String> = ids.iter().cloned().collect();
    site.fault("gone=content/search");
    configure(&lab, &site, true, "labels = [\"another\"]");
    lab.sync().expect(3);
    assert_eq!((published(&lab), gone(&lab).len()), (both.clone(), 0), "the former selection stays");
    configure(&lab, &site, true, "labels = [\"handbook\"]");
    lab.sync().expect(3);
    assert_eq!(published(&lab), both);
    // A site that is started again has forgotten its changes.
    site.fault("");
    change(&site, ids.iter().map(|id| add_label(id, "handbook")).collect());
    lab.sync().expect(0);
    assert_eq!(published(&lab), both);
    change(&site, vec![Change::RemoveLabel { id: ids[0].clone(), label: "handbook".to_owned() }]);
    lab.sync().expect(0);
    assert_eq!(published(&lab), [ids[1].clone()].into());
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_the_search_shows_later_is_selected_later() {
    for is_cloud in [true, false] {
        let mut site = site(is_cloud);
        let id = those(&site.practice().truth(), |item| item.kind == "page").pop_first().unwrap();
        site.fault("search-lag=1");
        change(&site, vec![Change::Edit { id: id.clone() }]);
        let lab = lab(&site, is_cloud, &format!("pages = [\"{id}\"]"));
        // What settings name and the search does not show yet is open, as a space is that nobody sees.
        lab.sync().expect(3);
        let open = lab.status()["open"].clone();
        assert_eq!(
            (open[0]["kind"].as_str(), open[0]["object"].as_str()),
            (Some("named"), Some(id.as_str())),
            "{open}"
        );
        let checked = lab.run(&["check", CONNECTION]).stderr;
        assert!(checked.contains(&format!("the site does not show what pages name: {id}")), "{checked}");
        if is_cloud {
            let gap = open[0]["id"].to_string();
            lab.run(&["acknowledge", CONNECTION, &gap, "--reason", "a test"]).expect(0);
            let checked = lab.run(&["check", CONNECTION]);
            let checked = format!("{}{}", checked.stdout, checked.stderr);
            assert!(checked.contains(&format!("acknowledged, for the site does not show it: {id}")), "{checked}");
            assert!(!checked.contains("does not show what"), "{checked}");
        }
        site.fault("");
        lab.sync().expect(0);
        assert_eq!((published(&lab), lab.status()["open"].as_array().unwrap().len()), ([id].into(), 0));
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn conditions_that_the_site_does_not_understand_are_refused_before_anything_is_read() {
    let cloud = site(true);
    let deployment = Deployment::DataCenter { version: "10.0.3".to_owned() };
    let data_center = Site::start(Options { deployment, door: Door::DataCenter, pages: 9, ..Options::default() });
    for (site, is_cloud) in [(cloud, true), (data_center, false)] {
        let lab = lab(&site, is_cloud, "labels = [\"x\"]\ncql = \"status = current\"");
        let words = ["does not understand labels and cql", "Unsupported CQL field 'status'"];
        lab.sync().refused(2, &words);
        let asked = |target: &String| target.contains("/pages?") || target.contains("type=page");
        assert!(!site.requested().iter().any(asked), "{:?}", site.requested());
        let checked = lab.run(&["check", CONNECTION]);
        assert!(words.iter().all(|words| checked.stderr.contains(words)), "{}\n{}", checked.stdout, checked.stderr);
        configure(&lab, &site, is_cloud, "cql = \"type = page or type = blogpost\"");
        let checked = lab.run(&["check", CONNECTION]).stdout;
        assert!(checked.contains("the site understands cql"), "{checked}");
        lab.sync().expect(0);
        assert_eq!(published(&lab), those(&site.practice().truth(), |_| true));
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn spaces_are_asked_for_by_patterns_of_keys_and_names() {
    for is_cloud in [true, false] {
        let site = site(is_cloud);
        let add = |key: &str, name: &str| Change::AddSpace { key: key.to_owned(), name: name.to_owned() };
        let page = |space: &str| {
            let (title, body) = (format!("in {space}"), "<p>text</p>".to_owned());
            Change::CreatePage { space: space.to_owned(), title, body }
        };
        let (red, blue, old) = ("DOCRED", "DOCBLUE", "OLDDOC");
        change(&site, vec![add(red, "Team Red"), add(blue, "Team Blue"), add(old, "Docs (old)")]);
        change(&site, [red, blue, old].map(page).to_vec());
        let lab = lab(&site, is_cloud, "");
        let titles = || values(&lab, "select title from wiki.space_content where title like 'in %'");
        let keys = || values(&lab, "select space_key from wiki.spaces");
        let set = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<BTreeSet<String>>();
        let pages = |keys: &[&str]| keys.iter().map(|key| format!("in {key}")).collect::<BTreeSet<String>>();
        for (asked, expected) in [
            ("[\"DOC*\", \"!*BLUE\"]", &[red][..]),
            ("[\"name:Team *\"]", &[red, blue]),
            ("[\"OLDDOC\", \"DOC???\"]", &[red, old]),
            ("[\"NOSUCH*\"]", &[]),
            ("[\"DOCBLUE\"]", &[blue]),
            ("[\"name:*(old)\", \"name:Team Blue\"]", &[blue, old]),
        ] {
            configure(&lab, &site, is_cloud, &format!("space_keys = {asked}"));
            let said = lab.sync().expect(0).stdout;
            assert_eq!((keys(), titles()), (set(expected), pages(expected)), "{asked}");
            let warns = said.contains("warning") && said.contains("fits \"NOSUCH*\" in space_keys");
            assert_eq!(warns, expected.is_empty(), "{asked}: {said}");
        }
        let reasons = gone(&lab);
        assert!(reasons.iter().any(|line| line.ends_with(" out_of_scope: outside of space_keys")), "{reasons:?}");
        let (generation, asked) = (lab.generation(), site.requested().len());
        lab.sync().expect(0);
        assert_eq!(lab.generation(), generation, "spaces that are left out are no news");
        assert!(site.requested().len() > asked);
        let checked = lab.run(&["check", CONNECTION]).stdout;
        assert!(checked.contains("space_keys asks for 2 of the "), "{checked}");
        assert!(checked.contains("2 of 2 spaces tried"), "{checked}");
        configure(&lab, &site, is_cloud, "space_keys = [\"name:Team *\", \"NOSUCH\"]");
        lab.sync().expect(3);
        assert_eq!(keys(), set(&[red, blue]));
    }
}
