//! The laws for Confluence.

use super::{Event, Loss, Muddle, Subject, Way};
use crate::support::lab::{self, Lab, Site, Told};
use crate::support::template::Shown;
use crate::support::truth;
use catchment_base::error::Kind;
use catchment_lake::db::Db;
use catchment_lake::sql::FILES;
use catchment_lake::transform::{Model, prove};
use catchment_practice::confluence::{Change, Options, Standing, page_id, space_id};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// A site of Cloud.
struct Wiki {
    site: Site,
    /// The pages that are current at first.
    pages: Vec<String>,
}

impl Shown for Wiki {
    fn shown(&self) -> Option<String> {
        self.site.shown()
    }
}

impl Subject for Wiki {
    const DATASETS: &'static [(&'static str, &'static [&'static str])] =
        &[("space_content", &["page_id", "space_id", "status", "version_number"])];
    const BESIDES: &'static [&'static str] = &["spaces"];
    const STREAMS: &'static [&'static str] = &["page", "blogpost"];
    const PEOPLE: &'static [&'static str] = &["author_id", "owner_id", "modified_by"];
    const USERNAME: &'static str = "practice@example.com";
    const REFUSED: &'static str = "403";
    const BROKEN: &'static [&'static str] = &["empty-page=6", "no-results=6", "unavailable=6", "repeat-page"];
    const WITHHELD: (&'static str, i32) = ("trashed", 0);
    const BREAKING: &'static [&'static str] = &["redirect=3", "next-elsewhere=1", "html=3"];
    const LEAST: &'static str = "";
    const ENDLESS: &'static [(&'static str, &'static str)] = &[
        ("empty-forever", "empty pages without end"),
        ("repeat-cursor", "a link that was followed before"),
        ("repeat-page", "a page that was read before"),
    ];
    const MISHAPS: &'static [&'static [&'static str]] = &[
        &["429=3", "429-date=4", "empty-page=2", "html=3"],
        &["503=5", "forget-cursor=4", "redirect=4"],
        &["truncate=3", "half=4", "trailing=2", "no-results=3"],
        &["unavailable=4", "forbidden-space=OPS", "no-space", "next-elsewhere=2"],
        &["surrogate=98497", "deep=98497", "nul=98497", "poison=98497"],
    ];
    const WITHSTOOD: RangeInclusive<usize> = 6..=14;
    const NARROWER: &'static str = "space_keys = [\"ENG\"]";
    // A small request for the spaces, and one a stream for what is new and what was thrown away.
    const QUIET: usize = 6;

    fn start(objects: usize) -> Self {
        let options =
            Options { pages: objects, blogposts: 9, spaces: 3, body: 900, site_clock: true, ..Options::default() };
        let site = Site::start(options);
        let truth = site.practice().truth().content;
        let is_page = |id: &String| truth.iter().any(|item| item.id == *id && item.standing == Standing::Current);
        let pages = (0..objects).map(page_id).filter(is_page).collect();
        Self { site, pages }
    }

    fn set(&mut self, way: Way<'_>) {
        self.site.change(|options| match way {
            Way::Faults(faults) => options.faults = lab::faulty(faults),
            Way::Latency(latency) => options.latency = latency,
            Way::Secret(secret) => options.api_token = secret.to_owned(),
            Way::Packed(is_packed) => options.gzip = is_packed,
        });
    }

    fn happens(&mut self, events: &[Event]) {
        let id = |at: usize| self.pages[at].clone();
        let changes: Vec<Change> = events
            .iter()
            .map(|event| match *event {
                Event::Edit(at) => Change::Edit { id: id(at) },
                Event::Remove(at) => Change::Purge { id: id(at) },
                Event::Withhold(at) => Change::Trash { id: id(at) },
                Event::Return(at) => Change::Restore { id: id(at) },
            })
            .collect();
        self.site.change(|options| options.changes.extend(changes));
    }

    fn configure(&self, lab: &Lab, settings: &str) {
        lab.configure(&self.site, settings);
    }

    fn port(&self) -> u16 {
        self.site.port()
    }

    fn requests(&self) -> usize {
        self.site.requested().len()
    }

    fn writes(&self) -> Vec<String> {
        self.site.practice().offences()
    }

    fn truth(&self) -> BTreeMap<&'static str, Told> {
        let told = truth::content(&self.site.practice().truth());
        let content = told.into_iter().map(|(id, (space, status, version))| (id, vec![space, status, version]));
        BTreeMap::from([("space_content", content.collect())])
    }

    fn planted(&self) -> BTreeSet<String> {
        self.site.planted().into_values().flatten().collect()
    }

    /// A page that cannot be read, and a space whose own listings are refused: those of the site show what is in it.
    fn loss(&self) -> Loss {
        let (poison, third) = (format!("poison={}", page_id(3)), space_id(2));
        let mut open = vec![("object", space_id(0)), ("listing", third.clone()), ("listing", third.clone())];
        open.sort();
        Loss {
            faults: format!("{poison}, forbidden-space=OPS"),
            last: (poison, page_id(3)),
            open,
            missing: vec![page_id(3)],
            unproven: vec![third],
            told: vec![page_id(3), "pages of OPS".to_owned()],
        }
    }

    fn muddle(&self) -> Muddle {
        let [poison, beside, says, never, missed] = [3, 4, 6, 7, 9].map(page_id);
        let faults = format!(
            "poison={poison}, forbidden-space=OPS, draft-beside={beside}, says={says}:status:draft, never={never}:body, \
             missed={missed}"
        );
        Muddle { faults, ends: [0, 1, 2], unpublished: 3 }
    }

    fn too_large(&self) -> (String, &'static str) {
        (format!("huge={}:65", page_id(5)), "the response is larger than 64 MiB")
    }
}

#[test]
fn a_text_that_goes_past_its_function_or_has_no_class_is_refused() {
    let db = Db::scratch().unwrap();
    let (path, shipped) = FILES.iter().find(|(path, _)| *path == "confluence/page.sql").unwrap();
    let proven = |from: &str, to: &str| {
        assert!(shipped.contains(from), "the model has no {from}");
        prove(&db, &Model::parse(path, &shipped.replace(from, to))?)
    };
    assert!(proven("redact(title)", "redact(title)").is_ok());
    for (from, to) in [
        ("redact(title)", "title"),
        ("redact(title)", "redact(title) || status"),
        ("redact_storage(body.storage.value)", "redact(body.storage.value)"),
        ("pseudonym(\"ownerId\", 'account_id')", "\"ownerId\""),
        ("-- column  title               text     Its title, redacted.\n", ""),
    ] {
        assert!(proven(from, to).is_err_and(|error| error.kind() == Kind::Refused), "{from} became {to}");
    }
}

#[test]
fn nothing_is_skipped_silently() {
    super::nothing_is_skipped_silently::<Wiki>();
}

#[test]
fn nothing_is_deleted_by_absence_of_evidence() {
    super::nothing_is_deleted_by_absence_of_evidence::<Wiki>();
}

#[test]
fn datasets_are_published_atomically() {
    super::datasets_are_published_atomically::<Wiki>();
}

#[test]
fn same_input_same_output() {
    super::same_input_same_output::<Wiki>();
}

#[test]
fn killed_at_any_request_a_sync_comes_to_the_truth() {
    super::killed_at_any_request_a_sync_comes_to_the_truth::<Wiki>();
}

#[test]
fn credentials_go_to_the_configured_origin_and_nowhere_else() {
    super::credentials_go_to_the_configured_origin_and_nowhere_else::<Wiki>();
}

#[test]
fn nothing_leaves_unclassified() {
    super::nothing_leaves_unclassified::<Wiki>();
}

#[test]
fn everything_is_bounded() {
    super::everything_is_bounded::<Wiki>();
}

#[test]
fn an_outage_is_one_fact() {
    super::an_outage_is_one_fact::<Wiki>();
}

#[test]
fn the_cost_follows_the_change() {
    super::the_cost_follows_the_change::<Wiki>();
}

#[test]
fn the_truth_at_the_end() {
    super::the_truth_at_the_end::<Wiki>();
}

#[test]
fn the_books_balance() {
    super::the_books_balance::<Wiki>();
}
