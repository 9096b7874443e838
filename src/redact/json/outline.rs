//! What is known of the objects of JSON before their members are read, as these stand in any order: what kind of node an
//! object is, whether it describes a person, and what fields are called that have numbers for names.

use super::super::detect::names_identifier;
use super::super::gate::Signals;
use super::super::gate::words;
use super::super::json;
use super::Token;
use super::member;
use super::record::Details;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// How the names of fields begin that a site adds in Jira; what they are called stands elsewhere in the answer.
const CUSTOM: &str = "customfield_";
/// The longest string that says what a value is, in bytes.
const LONGEST_NAME: usize = 256;
/// The longest name by which values elsewhere are told, in bytes.
const LONGEST_ID: usize = 40;
/// The types of records that Salesforce keeps of persons.
const PERSONS: [&str; 4] = ["Contact", "Lead", "User", "PersonAccount"];

/// What is known of a source.
#[derive(Default)]
pub(super) struct Outline {
    /// All objects, in the order in which they begin.
    pub(super) objects: Vec<Object>,
    /// What fields with numbers in their names are called.
    fields: HashMap<String, Range<usize>>,
}

/// Something that is open.
#[derive(Default)]
struct Open {
    /// The number of an object; of an array none.
    number: Option<usize>,
    /// What values elsewhere are told by that belong to what the object describes.
    id: Range<usize>,
    /// How many members it has, and where the strings of the first two are.
    members: usize,
    texts: [Range<usize>; 2],
}

/// What an object is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Node {
    /// No node of a document, as far as its type says.
    #[default]
    None,
    /// A document.
    Doc,
    /// A piece of text.
    Text,
    /// A line break.
    Break,
    /// A person, in the flow of text.
    Mention,
    /// A day, in the flow of text.
    Date,
    /// A lozenge, in the flow of text.
    Status,
    /// Anything else in the flow of text.
    Inline,
    /// What separates text.
    Block,
    /// A part of a table, by the name of its tag in storage format.
    Table(&'static str),
}

impl Node {
    pub(super) fn named(name: &str) -> Self {
        match name {
            "doc" => Self::Doc,
            "text" => Self::Text,
            "hardBreak" => Self::Break,
            "mention" => Self::Mention,
            "date" => Self::Date,
            "status" => Self::Status,
            "emoji" | "inlineCard" | "inlineExtension" | "mediaInline" | "placeholder" => Self::Inline,
            "table" => Self::Table("table"),
            "tableRow" => Self::Table("tr"),
            "tableHeader" => Self::Table("th"),
            "tableCell" => Self::Table("td"),
            _ => Self::Block,
        }
    }

    /// Whether it ends the text before it.
    pub(super) fn separates(self) -> bool {
        matches!(self, Self::Doc | Self::Block | Self::Table(_))
    }
}

/// What is known of an object before its members are read, as they stand in any order.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Object {
    pub(super) node: Node,
    /// It describes a person.
    pub(super) person: bool,
    /// It is set off: a text in bold letters, a cell with a background.
    pub(super) is_lit: bool,
    /// How many columns and rows a cell spans, where that is said.
    pub(super) spans: [Option<usize>; 2],
    /// Where the string begins and ends that says what a value beside it is, wherever the two stand.
    beside: Option<[usize; 2]>,
    under: Under,
    /// It is an entry of a log of changes.
    pub(super) is_change: bool,
    /// It has two members, of which one says what the other is, whatever they are called.
    pub(super) is_pair: bool,
    /// What the names of its members say that it describes.
    pub(super) details: Details,
}

impl Object {
    /// The string in it that says what a value is.
    pub(super) fn beside(&self) -> Range<usize> {
        self.beside.map_or(0..0, |[start, end]| start..end)
    }
}

/// Under which name an object stands, where that says something of its members.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Under {
    #[default]
    Other,
    /// What fields are called.
    Names,
    /// What the record around it is.
    Attributes,
    /// Of what type the object around it is.
    Type,
    /// What the value beside it answers.
    Asked,
    /// What is asked in a form, each under a number.
    Questions,
}

impl Under {
    fn named(name: &str) -> Self {
        match name {
            "names" => Self::Names,
            "attributes" => Self::Attributes,
            "type" => Self::Type,
            "question" | "field" | "column" | "key" | "label" | "property" | "attribute" => Self::Asked,
            "questions" => Self::Questions,
            _ => Self::Other,
        }
    }
}

/// What the next value in an object says of the one around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Saying {
    Nothing,
    Type,
    Background,
    /// How many columns, or rows, it spans.
    Span(usize),
    /// What a value beside it is.
    Beside,
    /// The name of a field.
    Field,
    /// What an object is called by those that speak of it.
    Id,
    /// Of what type the object around its object is.
    Around,
}

impl Saying {
    fn named(name: &str) -> Self {
        match name {
            "type" => Self::Type,
            "background" => Self::Background,
            "colspan" => Self::Span(0),
            "rowspan" => Self::Span(1),
            "id" | "fieldId" | "questionId" => Self::Id,
            _ if name.starts_with(CUSTOM) => Self::Field,
            _ if member::names_value(&member::plain(name)) => Self::Beside,
            _ => Self::Nothing,
        }
    }
}

impl Outline {
    /// What is known of a source with these tokens.
    pub(super) fn of(input: &str, tokens: &[Token]) -> Self {
        let mut reader = Reader {
            input,
            outline: Self::default(),
            open: Vec::new(),
            saying: Saying::Nothing,
            key: 0..0,
            names: BTreeMap::new(),
            types: BTreeMap::new(),
        };
        tokens.iter().for_each(|token| reader.token(*token));
        reader.outline
    }

    /// Whether a name is one of a field that a site adds in Jira.
    pub(super) fn is_custom(name: &str) -> bool {
        name.starts_with(CUSTOM)
    }

    /// Where it says what the field of this name is called.
    pub(super) fn field(&self, name: &str) -> Option<Range<usize>> {
        self.fields.get(name).cloned()
    }
}

/// A reading of a source.
struct Reader<'a> {
    input: &'a str,
    outline: Outline,
    /// What is open.
    open: Vec<Open>,
    saying: Saying,
    /// The last name of a member.
    key: Range<usize>,
    /// What is known of names of members: most are there again and again.
    names: BTreeMap<&'a str, Name>,
    /// Whether what stands where types do names an identifier: most of them are there again and again as well.
    types: BTreeMap<&'a str, bool>,
}

/// What the name of a member says.
#[derive(Clone, Copy)]
struct Name {
    /// Its object is a person.
    person: bool,
    /// Its object is an entry of a log of changes.
    change: bool,
    /// Its value is what is shown of a type.
    shows_type: bool,
    /// Its value is what a question asks for.
    asks: bool,
    details: Details,
    saying: Saying,
}

impl Name {
    fn of(name: &str) -> Self {
        let plain = member::plain(name);
        Self {
            person: member::tells_person(&plain),
            change: member::tells_change(&plain),
            shows_type: matches!(plain.as_str(), "text" | "display"),
            asks: matches!(plain.as_str(), "text" | "content" | "title" | "name" | "label"),
            details: Details::told_by(&plain),
            saying: Saying::named(name),
        }
    }
}

impl<'a> Reader<'a> {
    fn token(&mut self, token: Token) {
        let saying = std::mem::replace(&mut self.saying, Saying::Nothing);
        match token {
            Token::Object => {
                let key = std::mem::replace(&mut self.key, 0..0);
                let under = Under::named(&json::string(self.input, key.clone()));
                let id = if self.may_be_id(&key) { key } else { 0..0 };
                let number = Some(self.outline.objects.len());
                self.open.push(Open { number, id, ..Open::default() });
                self.outline.objects.push(Object { under, ..Object::default() });
            }
            Token::Array => self.open.push(Open::default()),
            Token::Close => {
                let closed = self.open.pop();
                closed.into_iter().for_each(|closed| {
                    self.pair(&closed);
                    self.call(closed);
                });
            }
            Token::Key(key) => self.key(key.range()),
            Token::Text(text) => {
                let range = text.range();
                let open = self.open.last_mut().filter(|open| open.number.is_some() && range.len() <= LONGEST_NAME);
                let place = open.and_then(|open| open.texts.get_mut(open.members.checked_sub(1)?));
                place.into_iter().for_each(|place| *place = range.clone());
                self.text(range, saying);
            }
            Token::Number(number) => {
                let number = self.input.get(number.range());
                if let (Saying::Span(which), Some(around)) = (saying, self.around()) {
                    around.spans[which] = number.and_then(|number| number.parse().ok());
                }
            }
            Token::Word(_) => {}
        }
    }

    fn current(&mut self) -> Option<&mut Object> {
        let number = self.open.last()?.number?;
        self.outline.objects.get_mut(number)
    }

    /// Whether values elsewhere may be told by this string: a short name with a digit. Numbers alone count what is asked
    /// in a form.
    fn may_be_id(&mut self, text: &Range<usize>) -> bool {
        let name = self.input.as_bytes().get(text.clone()).unwrap_or_default();
        let fits = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
        let has = |wanted: fn(&u8) -> bool| name.iter().any(wanted);
        name.len() <= LONGEST_ID
            && has(u8::is_ascii_digit)
            && name.iter().all(fits)
            && (has(u8::is_ascii_alphabetic) || self.current().is_some_and(|object| object.under == Under::Questions))
    }

    /// Of an object with two members the string that says what the other is, where one alone does. Nodes of documents have
    /// as many.
    fn pair(&mut self, closed: &Open) {
        let input = self.input;
        let object =
            closed.number.filter(|_| closed.members == 2).and_then(|number| self.outline.objects.get_mut(number));
        let free =
            |object: &&mut Object| object.beside.is_none() && object.node == Node::None && object.under == Under::Other;
        let Some(object) = object.filter(free) else { return };
        let mut telling = closed.texts.iter().filter(|text| tells(&json::string(input, (*text).clone())));
        if let (Some(text), None) = (telling.next(), telling.next()) {
            (object.beside, object.is_pair) = (Some([text.start, text.end]), true);
        }
    }

    /// Remembers what those call an object that speak of it, if it says what a value is.
    fn call(&mut self, closed: Open) {
        let object = closed.number.and_then(|number| self.outline.objects.get(number));
        let Some(called) = object.map(Object::beside).filter(|called| !called.is_empty()) else { return };
        if !closed.id.is_empty() && closed.id != called {
            self.outline.fields.entry(self.input[closed.id].to_owned()).or_insert(called);
        }
    }

    /// The object around this one.
    fn around(&mut self) -> Option<&mut Object> {
        let number = self.open.iter().rev().skip(1).take(2).find_map(|open| open.number)?;
        self.outline.objects.get_mut(number)
    }

    fn key(&mut self, key: Range<usize>) {
        let input: &'a str = self.input;
        let Some(written) = input.get(key.clone()) else { return };
        self.open.last_mut().into_iter().for_each(|open| open.members += 1);
        let name = *self.names.entry(written).or_insert_with(|| Name::of(&json::string(input, key.clone())));
        let Some(object) = self.current() else { return };
        object.person |= name.person;
        object.is_change |= name.change;
        object.details = object.details.and(name.details);
        let of_around = match object.under {
            Under::Type => name.shows_type,
            Under::Asked => name.asks,
            Under::Other | Under::Names | Under::Attributes | Under::Questions => false,
        };
        (self.saying, self.key) = (if of_around { Saying::Around } else { name.saying }, key);
    }

    /// Whether what is said of a value names an identifier.
    fn announces(&mut self, text: &Range<usize>, saying: Saying) -> bool {
        let input: &'a str = self.input;
        let is_asked = matches!(saying, Saying::Type | Saying::Around | Saying::Beside);
        let Some(written) = input.get(text.clone()).filter(|_| is_asked) else { return false };
        *self.types.entry(written).or_insert_with(|| announces(&json::string(input, text.clone())))
    }

    fn text(&mut self, text: Range<usize>, saying: Saying) {
        if saying == Saying::Nothing {
            return;
        }
        let said = json::string(self.input, text.clone());
        let is_strong = saying == Saying::Background || saying == Saying::Type && said == "strong";
        if let Some(around) = self.around().filter(|_| is_strong) {
            around.is_lit = true;
        }
        let key = self.key.clone();
        let announces = self.announces(&text, saying);
        let beside = (text.len() <= LONGEST_NAME).then_some([text.start, text.end]);
        if saying == Saying::Around {
            let is_asked = self.current().is_some_and(|object| object.under == Under::Asked);
            let tells = announces || is_asked && tells(&said);
            let around = self.around().filter(|_| tells);
            around.into_iter().for_each(|around| around.beside = around.beside.or(beside));
            // It may hold the value itself.
            let asked = self.current().filter(|_| tells && is_asked);
            asked.into_iter().for_each(|asked| asked.beside = asked.beside.or(beside));
        }
        if matches!(saying, Saying::Id | Saying::Beside) && self.may_be_id(&text) {
            self.open.last_mut().into_iter().for_each(|open| open.id = text.clone());
        }
        let Some(object) = self.current() else { return };
        match saying {
            Saying::Type => {
                // The number of a document says what it is by the type beside it, as that of a node does not.
                object.node = Node::named(&said);
                if object.node == Node::Block && object.beside.is_none() && announces {
                    object.beside = beside;
                }
                let is_person = object.under == Under::Attributes && PERSONS.contains(&said.as_ref());
                self.around().into_iter().for_each(|around| around.person |= is_person);
            }
            Saying::Field if object.under == Under::Names => {
                self.outline.fields.insert(json::string(self.input, key).into_owned(), text);
            }
            Saying::Beside if object.beside.is_none() && tells(&said) || announces => object.beside = beside,
            _ => {}
        }
    }
}

/// Whether a string names an identifier, and no secret: what programs call the types of their values is none.
fn announces(said: &str) -> bool {
    said.len() <= LONGEST_NAME && names_identifier(said) && !words::met(said.as_bytes()).intersects(Signals::SECRET)
}

/// Whether a string says something of a value beside it.
fn tells(said: &str) -> bool {
    let plain = member::plain(said);
    let names_person = member::kind_of(&plain).is_some() || member::holds_person(&plain);
    names_person || words::met(said.as_bytes()) != Default::default()
}

#[cfg(test)]
mod tests {
    use super::super::all;
    use super::*;

    #[test]
    fn fields_and_persons_are_known_before_their_members() {
        let input =
            r#"{"fields":{"customfield_7":"x"},"names":{"customfield_7":"Passport number","created":"Created"}}"#;
        let outline = Outline::of(input, &all(input).unwrap());
        assert_eq!(outline.field("customfield_7").map(|name| &input[name]), Some("Passport number"));
        assert_eq!((outline.field("created"), outline.field("customfield_8")), (None, None));
        let persons = |input: &str| -> Vec<bool> {
            Outline::of(input, &all(input).unwrap()).objects.iter().map(|object| object.person).collect()
        };
        assert_eq!(persons(r#"{"Name":"Ann","attributes":{"type":"Contact"}}"#), [true, false]);
        assert_eq!(persons(r#"{"Name":"Edge","attributes":{"type":"Opportunity"}}"#), [false, false]);
        assert_eq!(persons(r#"{"Name":"Edge","style":{"type":"Contact"}}"#), [false, false]);
    }

    #[test]
    fn what_says_what_a_value_is_may_stand_behind_it() {
        let input = r#"[{"value":"x","label":"Password"},{"value":"x","label":"Colour"}]"#;
        let outline = Outline::of(input, &all(input).unwrap());
        let beside: Vec<&str> = outline.objects.iter().map(|object| &input[object.beside()]).collect();
        assert_eq!(beside, ["Password", ""]);
    }
}
