//! Findings from elsewhere: a service that reads sentences says where persons, places and the like are named.
//!
//! The engine reads a view and this says what was found in the same view, so that findings of both are mapped, weighed,
//! rewritten and read again alike. Nothing is asked while a view is read: what is not known yet is noted, asked for together,
//! and the text is read anew. A text of which nothing can be known is closed.

use crate::finding::{Rank, Rule};
use crate::kind::{self, TYPES};
use crate::policy::Flaw;
use aws_lc_rs::digest;
use catchment_base::error::{Error, Result, printable};
use catchment_io::analyzer::{Asked, Entity, Failure, Presidio};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many texts and findings are remembered before the older half of them is forgotten.
const REMEMBERED: usize = 1 << 18;
/// After so many refused requests in a row no more are made: it refuses all alike, and asking for each text says no more.
const MOST_FAILURES: u32 = 3 * SILENCE;
/// How many refused requests say as much as one without an answer.
const SILENCE: u32 = 6;
/// What is asked to see whether anybody answers.
const PROBE: &str = "Is anybody there?";

/// Whoever says what stands in texts.
pub(super) trait Ask: Send + Sync {
    /// What is found in each of the texts.
    fn ask(&self, texts: &[&str]) -> Result<Vec<Vec<Entity>>, Failure>;
}

impl Ask for Presidio {
    fn ask(&self, texts: &[&str]) -> Result<Vec<Vec<Entity>>, Failure> {
        Presidio::ask(self, texts)
    }
}

/// What a policy says of its analyzer.
#[derive(Clone, Debug)]
pub struct Wished {
    /// How it is asked.
    pub asked: Asked,
    /// Types by the names that the analyzer has for them.
    pub entities: BTreeMap<String, String>,
    /// Texts of one request at most.
    pub most_texts: usize,
    /// Bytes of one request at most, unless one text has more.
    pub most_bytes: usize,
}

/// The place of something that was found, in bytes.
pub(super) type Place = (&'static Rule, Range<usize>);

/// What is known of a text: what was found in it; none where that could not be told.
pub(super) type Known = Option<Arc<[Place]>>;

type Hash = [u8; digest::SHA256_OUTPUT_LEN];

/// An analyzer, with what it said in this run.
pub struct Analyzer {
    name: String,
    made_from: String,
    rules: BTreeMap<String, &'static Rule>,
    score: f64,
    most_texts: usize,
    most_bytes: usize,
    ask: Box<dyn Ask>,
    memory: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    young: HashMap<Hash, Known>,
    old: HashMap<Hash, Known>,
    /// Texts and findings among the young.
    weight: usize,
    /// What speaks for its being down, since it answered last.
    failures: u32,
    trouble: Option<String>,
}

impl Analyzer {
    /// The analyzer of a policy; nothing is asked yet.
    pub fn new(policy: &str, wished: &Wished) -> Result<Self, Flaw> {
        let presidio = Presidio::new(wished.asked.clone()).map_err(|cause| Flaw {
            setting: "url",
            what: format!("cannot be asked: {}", cause.one_line()),
            hint: "try again; the system cannot start a client".to_owned(),
        })?;
        Self::over(policy, wished, Box::new(presidio))
    }

    fn over(policy: &str, wished: &Wished, ask: Box<dyn Ask>) -> Result<Self, Flaw> {
        let Asked { url, language, score, .. } = &wished.asked;
        if wished.entities.is_empty() {
            let hint = "entities = { PERSON = \"PERSON_NAME\" }".to_owned();
            return Err(Flaw { setting: "entities", what: "names nothing to look for".to_owned(), hint });
        }
        Ok(Self {
            name: format!("the analyzer {} of the policy {policy}", printable(url.as_str())),
            made_from: format!("analyzer {url} {language} {score} {:?}", wished.entities),
            rules: wished.entities.iter().map(rule).collect::<Result<_, _>>()?,
            score: *score,
            most_texts: wished.most_texts,
            most_bytes: wished.most_bytes,
            ask,
            memory: Mutex::default(),
        })
    }

    /// What makes its answers.
    pub(super) fn made_from(&self) -> &str {
        &self.made_from
    }

    /// The rules of what it finds.
    pub(super) fn rules(&self) -> impl Iterator<Item = &'static Rule> {
        self.rules.values().copied()
    }

    /// Why something is not known, and what to do; nothing where all went well.
    pub fn trouble(&self) -> Option<String> {
        self.memory().trouble.clone()
    }

    /// Asks it something, to see whether it answers; gives what it is called.
    pub fn probe(&self) -> Result<String> {
        match self.ask.ask(&[PROBE]) {
            Ok(_) => Ok(format!("{} answers", self.name)),
            Err(failure) => {
                let (what, hint) = self.told(&failure);
                Err(Error::failed(what).hint(hint))
            }
        }
    }

    /// What is known of a text; nothing before it was learned.
    pub(super) fn known(&self, text: &str) -> Option<Known> {
        self.memory().get(&hash(text))
    }

    /// Asks for what is not known of these texts, in as few requests as the bounds permit.
    pub(super) fn learn(&self, texts: Vec<String>) {
        let mut seen = HashSet::new();
        let is_new = |text: &&String| seen.insert(hash(text)) && self.known(text).is_none();
        let fresh: Vec<&str> = texts.iter().filter(is_new).map(String::as_str).collect();
        let mut rest = fresh.as_slice();
        while !rest.is_empty() {
            let mut bytes = 0;
            let fits = |text: &&&str| {
                bytes += text.len();
                bytes <= self.most_bytes
            };
            let (batch, behind) = rest.split_at(rest.iter().take(self.most_texts).take_while(fits).count().max(1));
            self.ask_for(batch);
            rest = behind;
        }
    }

    fn ask_for(&self, batch: &[&str]) {
        let is_down = self.memory().failures >= MOST_FAILURES;
        let answer = if is_down { None } else { Some(self.ask.ask(batch)) };
        match answer {
            None => self.memory().note(batch.iter().map(|text| (hash(text), None))),
            Some(Ok(lists)) => {
                let known: Vec<(Hash, Known)> =
                    batch.iter().zip(&lists).map(|(text, list)| (hash(text), self.places(text, list))).collect();
                let mut memory = self.memory();
                if known.iter().any(|(_, known)| known.is_none()) {
                    memory.trouble = Some(self.said(&Failure::Refused("it found something outside of a text".into())));
                }
                let is_of_use = known.iter().any(|(_, known)| known.is_some());
                memory.failures = if is_of_use { 0 } else { memory.failures + 1 };
                memory.note(known.into_iter());
            }
            Some(Err(failure)) => {
                let mut memory = self.memory();
                memory.failures += match failure {
                    Failure::Silent(_) => SILENCE,
                    Failure::Refused(_) => 1,
                };
                if batch.len() > 1 && matches!(failure, Failure::Refused(_)) {
                    // One text may be what it cannot take, or it takes no lists.
                    drop(memory);
                    return batch.iter().for_each(|text| self.ask_for(&[text]));
                }
                memory.trouble = Some(self.said(&failure));
                memory.note(batch.iter().map(|text| (hash(text), None)));
            }
        }
    }

    /// Where it found what it was asked for; none where the places are not in the text.
    fn places(&self, text: &str, found: &[Entity]) -> Known {
        let mut bytes = Vec::new();
        if !found.is_empty() {
            bytes.extend(text.char_indices().map(|(at, _)| at).chain([text.len()]));
        }
        let place = |entity: &Entity| {
            let span = *bytes.get(entity.start)?..*bytes.get(entity.end)?;
            let rule = self.rules.get(&entity.entity_type).filter(|_| entity.score >= self.score);
            (!span.is_empty()).then_some(rule.map(|rule| (*rule, span)))
        };
        let places: Option<Vec<Option<Place>>> = found.iter().map(place).collect();
        Some(places?.into_iter().flatten().collect())
    }

    fn told(&self, failure: &Failure) -> (String, String) {
        let (why, hint) = match failure {
            Failure::Silent(why) => (why, "check that it runs and responds in time (timeout_ms)"),
            Failure::Refused(why) => {
                (why, "it must have the Presidio analyzer API and know this language and these entities")
            }
        };
        (format!("{} cannot analyze texts: {}", self.name, printable(why)), hint.to_owned())
    }

    fn said(&self, failure: &Failure) -> String {
        let (what, hint) = self.told(failure);
        format!("{what}; {hint}, then run the command again")
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Analyzer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.made_from)
    }
}

impl Memory {
    fn get(&mut self, hash: &Hash) -> Option<Known> {
        if let Some(known) = self.young.get(hash) {
            return Some(known.clone());
        }
        // What is asked for again stays.
        let known = self.old.remove(hash)?;
        self.note([(*hash, known.clone())].into_iter());
        Some(known)
    }

    fn note(&mut self, texts: impl Iterator<Item = (Hash, Known)>) {
        for (hash, known) in texts {
            self.weight += 1 + known.as_ref().map_or(0, |places| places.len());
            self.young.insert(hash, known);
            if self.weight > REMEMBERED / 2 {
                (self.old, self.weight) = (std::mem::take(&mut self.young), 0);
            }
        }
    }
}

fn hash(text: &str) -> Hash {
    let mut hash = Hash::default();
    hash.copy_from_slice(digest::digest(&digest::SHA256, text.as_bytes()).as_ref());
    hash
}

/// The rule of an entity; it lives as long as the process: a policy is read once.
fn rule((entity, name): (&String, &String)) -> Result<(String, &'static Rule), Flaw> {
    let known = kind::named(name).ok_or_else(|| Flaw {
        setting: "entities",
        what: format!("maps {} to {}, which is not a type", printable(entity), printable(name)),
        hint: format!("known: {}", TYPES.iter().map(|one| one.name).collect::<Vec<_>>().join(", ")),
    })?;
    let proof = Box::leak(format!("the analyzer says {}", printable(entity)).into_boxed_str());
    let rule = Rule { kind: known.name, name: "policy.analyzer", version: 1, rank: Rank::Context, proof };
    Ok((entity.clone(), Box::leak(Box::new(rule))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FAILED, Format, Policy, Redactor, Tally, Wanted};
    use std::time::Duration;

    type Answer = Result<Vec<Vec<Entity>>, Failure>;
    type Answering = dyn Fn(&[&str]) -> Answer + Send + Sync;

    /// Answers what a function answers, and remembers what it was asked.
    #[derive(Clone)]
    struct Fake {
        answer: Arc<Answering>,
        asked: Arc<Mutex<Vec<Vec<String>>>>,
    }

    impl Ask for Fake {
        fn ask(&self, texts: &[&str]) -> Answer {
            self.asked.lock().unwrap().push(texts.iter().map(|text| (*text).to_owned()).collect());
            (self.answer)(texts)
        }
    }

    impl Fake {
        fn answering(answer: impl Fn(&[&str]) -> Answer + Send + Sync + 'static) -> Self {
            Self { answer: Arc::new(answer), asked: Arc::default() }
        }

        fn of(finds: impl Fn(&str) -> Vec<Entity> + Send + Sync + 'static) -> Self {
            Self::answering(move |texts| Ok(texts.iter().map(|text| finds(text)).collect()))
        }

        /// Finds persons of these names wherever they stand.
        fn knowing(names: &'static [&'static str]) -> Self {
            Self::of(move |text| names.iter().flat_map(|name| named(text, name)).collect())
        }

        fn analyzer(&self, most_texts: usize, most_bytes: usize) -> Analyzer {
            let entities = [("PERSON", "PERSON_NAME"), ("PLACE", "PLACE")];
            let entities = entities.map(|(entity, name)| (entity.to_owned(), name.to_owned())).into();
            let asked = Asked {
                url: "http://127.0.0.1:1".parse().unwrap(),
                language: "en".to_owned(),
                entities: Vec::new(),
                score: 0.5,
                timeout: Duration::from_secs(1),
            };
            let wished = Wished { asked, entities, most_texts, most_bytes };
            Analyzer::over("house", &wished, Box::new(self.clone())).unwrap()
        }

        fn redactor(&self, wanted: &Wanted) -> Redactor {
            let based_on = "standard".to_owned();
            let policy = Policy::made("house", &Wanted { based_on, ..wanted.clone() }).unwrap();
            Redactor::new(policy.with_analyzer(self.analyzer(64, 1 << 10)), None)
        }

        fn asked(&self) -> Vec<Vec<String>> {
            std::mem::take(&mut self.asked.lock().unwrap())
        }
    }

    fn entity(start: usize, end: usize) -> Entity {
        Entity { entity_type: "PERSON".to_owned(), start, end, score: 0.9 }
    }

    fn named(text: &str, name: &str) -> Vec<Entity> {
        let point = |at: usize| text[..at].chars().count();
        text.match_indices(name).map(|(at, name)| entity(point(at), point(at + name.len()))).collect()
    }

    fn redacted(fake: &Fake, format: Format, text: &str) -> String {
        fake.redactor(&Wanted::default()).redact(text, format, &mut Tally::new()).into_owned()
    }

    #[test]
    fn findings_go_where_a_reader_sees_them() {
        let fake = Fake::knowing(&["Jane Doe", "Zoë Ümit"]);
        for (format, text, output) in [
            (Format::Text, "Ask Jane Doe.", "Ask [PERSON_NAME]."),
            (Format::Text, "é 😀 Zoë Ümit, ü", "é 😀 [PERSON_NAME], ü"),
            (Format::Storage, "<p>Ask J<b>ane&nbsp;D</b>oe.</p>", "<p>Ask [PERSON_NAME]<b></b>.</p>"),
            (
                Format::Storage,
                "<ac:parameter ac:name=\"language\">java</ac:parameter>",
                "<ac:parameter ac:name=\"language\">java</ac:parameter>",
            ),
            (
                Format::Storage,
                "<img alt=\"Jane Doe\" ac:name=\"code\"/>",
                "<img alt=\"[PERSON_NAME]\" ac:name=\"code\"/>",
            ),
            (Format::Json, r#"{"a":["Zo\u00eb \u00dcmit is in"]}"#, r#"{"a":["[PERSON_NAME] is in"]}"#),
            (
                Format::Adf,
                r#"{"type":"paragraph","content":[{"type":"text","text":"Jane "},{"type":"text","text":"Doe"}]}"#,
                r#"{"type":"paragraph","content":[{"type":"text","text":"[PERSON_NAME]"},{"type":"text","text":""}]}"#,
            ),
        ] {
            assert_eq!(redacted(&fake, format, text), output);
            assert_eq!(redacted(&fake, format, output), output);
        }
        let asked = fake.asked().concat();
        assert!(!asked.iter().any(|text| ["paragraph", "code", "type", "java"].contains(&text.as_str())), "{asked:?}");
    }

    #[test]
    fn texts_are_asked_for_together_within_bounds_and_once() {
        let fake = Fake::knowing(&["Jane"]);
        let analyzer = fake.analyzer(3, 10);
        let texts = ["aa", "bb", "aa", "cc", "dd", "a text of its own", "eeeee", "ffffff"];
        analyzer.learn(texts.map(str::to_owned).to_vec());
        let asked = [&["aa", "bb", "cc"][..], &["dd"], &["a text of its own"], &["eeeee"], &["ffffff"]];
        assert_eq!(fake.asked(), asked);
        analyzer.learn(texts.map(str::to_owned).to_vec());
        assert!(fake.asked().is_empty() && analyzer.known("cc").is_some() && analyzer.known("xx").is_none());
    }

    #[test]
    fn what_is_rewritten_is_asked_for_together_and_only_where_it_is_new() {
        let fake = Fake::of(|text| {
            let more = if text.contains("[PERSON_NAME]") { named(text, "Smith") } else { Vec::new() };
            [named(text, "Jane"), more].concat()
        });
        let redactor = fake.redactor(&Wanted::default());
        let texts = ["<p>Jane Smith</p><p>x</p><p>Jane in</p>", "<p>Jane in</p><p>x</p>"];
        redactor.inquire(texts.into_iter().map(|text| ("", text)), Format::Storage);
        let asked = [&["Jane Smith", "x", "Jane in"][..], &["[PERSON_NAME] Smith", "[PERSON_NAME] in"]];
        assert_eq!(fake.asked(), asked);
        let output = redactor.redact(texts[0], Format::Storage, &mut Tally::new());
        assert_eq!(output, "<p>[PERSON_NAME] [PERSON_NAME]</p><p>x</p><p>[PERSON_NAME] in</p>");
        assert!(fake.asked().is_empty());
    }

    #[test]
    fn what_never_ends_is_closed() {
        let fake = Fake::of(|text| {
            let last = text.rsplit(' ').find(|word| !word.contains('[')).map(|word| named(text, word));
            last.unwrap_or_default().into_iter().take(1).collect()
        });
        assert_eq!(redacted(&fake, Format::Text, "ab bc cd"), "[PERSON_NAME] [PERSON_NAME] [PERSON_NAME]");
        assert_eq!(redacted(&fake, Format::Text, "ab bc cd de ef fg gh hi ij jk"), FAILED);
    }

    #[test]
    fn the_policy_decides_what_becomes_of_findings() {
        let fake = Fake::knowing(&["Jane", "CREDIT_CARD", "ada", "[CREDIT_CARD"]);
        let redact = |wanted: &Wanted, text: &str| {
            fake.redactor(wanted).redact(text, Format::Text, &mut Tally::new()).into_owned()
        };
        let mut wanted = Wanted { allow: vec!["jane".into()], ..Wanted::default() };
        assert_eq!(redact(&wanted, "Jane"), "Jane");
        wanted.allow.clear();
        assert_eq!(redact(&wanted, "Jane: [CREDIT_CARD]"), "[PERSON_NAME]: [CREDIT_CARD]");
        assert_eq!(redact(&wanted, "[CREDIT_CARD_1234] to ada@example.org"), "[CREDIT_CARD_1234] to [EMAIL_ADDRESS]");
        wanted.actions.insert("PERSON_NAME".into(), "remove".into());
        assert_eq!(redact(&wanted, "by Jane."), "by .");
        fake.asked();
        wanted.actions = [("PERSON_NAME", "keep"), ("PLACE", "keep")].map(|(a, b)| (a.into(), b.into())).into();
        assert_eq!(redact(&wanted, "Jane"), "Jane");
        assert!(fake.asked().is_empty(), "what is kept is not asked for");
    }

    #[test]
    fn places_outside_of_the_text_close_it_and_no_other() {
        let fake = Fake::of(|text| if text.contains('x') { vec![entity(0, 99)] } else { vec![entity(0, 1)] });
        let redactor = fake.redactor(&Wanted::default());
        let mut tally = Tally::new();
        assert_eq!(redactor.text("exit", &mut tally), FAILED);
        assert_eq!((tally.failures(), redactor.analyzer().unwrap().known("exit")), (1, Some(None)));
        let told = redactor.policy().trouble().unwrap();
        assert!(told.contains("http://127.0.0.1:1/ of the policy house") && told.contains("outside"), "{told}");
        for (start, end) in [(2, 1), (1, 1), (0, 6), (usize::MAX, usize::MAX)] {
            assert!(fake.analyzer(1, 1).places("äbcde", &[entity(start, end)]).is_none(), "{start} {end}");
        }
        let places = fake.analyzer(1, 1).places("äbcde", &[entity(1, 5), Entity { score: 0.4, ..entity(0, 1) }]);
        assert_eq!(
            places.unwrap().iter().map(|(_, span)| span.clone()).collect::<Vec<_>>(),
            [Range { start: 2, end: 6 }]
        );
    }

    #[test]
    fn who_is_down_is_not_asked_again_and_again() {
        let fake = Fake::answering(|_| Err(Failure::Silent("nobody is there".into())));
        let redactor = fake.redactor(&Wanted::default());
        let texts: Vec<String> = (0..2000).map(|number| format!("text {number}")).collect();
        redactor.inquire(texts.iter().map(|text| ("", text.as_str())), Format::Text);
        for text in &texts {
            assert_eq!(redactor.text(text, &mut Tally::new()), FAILED);
        }
        assert_eq!(fake.asked().len(), (MOST_FAILURES / SILENCE) as usize);
        assert_eq!(redactor.text("12 34", &mut Tally::new()), "12 34", "where no letter is, nothing is asked");
    }

    #[test]
    fn who_refuses_all_texts_alike_is_not_asked_for_each() {
        let refused: Answer = Err(Failure::Refused("it responded with status 500".into()));
        let outside: Answer = Ok(vec![vec![entity(0, 99)]]);
        for answer in [refused, outside] {
            let fake = Fake::answering(move |texts| {
                answer.clone().map(|found| texts.iter().map(|_| found[0].clone()).collect())
            });
            let redactor = fake.redactor(&Wanted::default());
            let texts: Vec<String> = (0..500).map(|number| format!("text {number}")).collect();
            redactor.inquire(texts.iter().map(|text| ("", text.as_str())), Format::Text);
            assert_eq!(redactor.text(&texts[499], &mut Tally::new()), FAILED);
            assert!(fake.asked().len() <= MOST_FAILURES as usize, "more than {MOST_FAILURES} requests");
        }
    }

    #[test]
    fn a_text_that_is_refused_closes_no_other() {
        let fake = Fake::answering(|texts| match texts {
            [text] if !text.starts_with("bad") => Ok(vec![named(text, "Jane")]),
            _ => Err(Failure::Refused("it responded with status 500".into())),
        });
        let redactor = fake.redactor(&Wanted::default());
        redactor.inquire(["Jane", "bad", "good"].into_iter().map(|text| ("", text)), Format::Text);
        assert_eq!(fake.asked().len(), 4, "all together, then each");
        let text = |text: &str| redactor.text(text, &mut Tally::new()).into_owned();
        assert_eq!(["Jane", "bad", "good"].map(text), ["[PERSON_NAME]", FAILED, "good"]);
        assert_eq!(["bad 1", "bad 2", "bad 3", "Jane 4"].map(text), [FAILED, FAILED, FAILED, "[PERSON_NAME] 4"]);
    }

    #[test]
    fn memory_is_bounded_and_keeps_what_is_used() {
        let mut memory = Memory::default();
        let name = |number: usize| hash(&number.to_string());
        for number in 0..2 * REMEMBERED {
            memory.note([(name(number), None)].into_iter());
            assert!(memory.get(&name(0)).is_some());
        }
        assert!(memory.young.len() + memory.old.len() <= REMEMBERED + 1);
        assert!(memory.get(&name(1)).is_none());
    }
}
