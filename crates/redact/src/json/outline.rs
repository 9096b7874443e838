//! What has to be known of an object before its members are read: they stand in any order.

use super::Token;
use super::member::{self, LONGEST_LABEL};
use crate::json;
use std::collections::HashMap;
use std::ops::Range;

/// A node of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Node {
    /// No node.
    #[default]
    None,
    Doc,
    /// A node that separates text.
    Block,
    /// A part of a table, by the tag that it has in markup.
    Table(&'static str),
    Text,
    Break,
    Mention,
    Date,
    Status,
    /// Another one that stands within text.
    Inline,
}

impl Node {
    fn named(name: &str) -> Self {
        match name {
            "doc" => Self::Doc,
            "text" => Self::Text,
            "hardBreak" => Self::Break,
            "mention" => Self::Mention,
            "date" => Self::Date,
            "status" => Self::Status,
            "emoji" | "inlineCard" | "placeholder" | "inlineExtension" | "mediaInline" => Self::Inline,
            "table" => Self::Table("table"),
            "tableRow" => Self::Table("tr"),
            "tableHeader" => Self::Table("th"),
            "tableCell" => Self::Table("td"),
            _ => Self::Block,
        }
    }

    /// Whether the text before it and in it are two.
    pub(super) fn separates(self) -> bool {
        matches!(self, Self::Doc | Self::Block | Self::Table(_))
    }
}

/// The most members of an object that say what the value beside them is.
const MOST_BESIDE: usize = 4;

/// What a member says of the value beside it.
#[derive(Clone, Debug)]
pub(super) struct Beside {
    pub(super) value: String,
    /// How surely, by the name of the member.
    rank: u8,
}

/// An object.
#[derive(Clone, Debug, Default)]
pub(super) struct Object {
    pub(super) node: Node,
    /// It describes a person.
    pub(super) person: bool,
    /// What its members say of the value beside them, the surest first.
    pub(super) beside: Vec<Beside>,
    /// How many columns a cell takes.
    pub(super) columns: Option<usize>,
    /// How many rows it takes.
    pub(super) rows: Option<usize>,
    /// Where it begins.
    pub(super) at: usize,
}

/// All objects in the order in which they begin, and the names of fields that a site has added.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) objects: Vec<Object>,
    fields: HashMap<String, String>,
}

impl Outline {
    /// Reads the members of all objects.
    pub(super) fn of(input: &str, tokens: &[Token]) -> Self {
        let mut outline = Self::default();
        // What is open: the number of an object, or none for an array; and the name of its next member.
        let mut open: Vec<(Option<usize>, String)> = Vec::new();
        let mut at = 0;
        for token in tokens {
            match token {
                Token::Object => {
                    outline.objects.push(Object { at, ..Object::default() });
                    open.push((Some(outline.objects.len() - 1), String::new()));
                }
                Token::Array => open.push((None, open.last().map_or_else(String::new, |(_, name)| name.clone()))),
                Token::Close => drop(open.pop()),
                Token::Key(span) => {
                    let name = json::string(input, span.range());
                    at = span.range().end;
                    if let Some((Some(object), next)) = open.last_mut() {
                        outline.objects[*object].person |= member::tells_person(&member::plain(&name));
                        *next = name.into_owned();
                    }
                }
                Token::Text(span) => outline.text(input, &open, span.range()),
                Token::Number(span) => outline.number(input, &open, span.range()),
                Token::Word(_) => {}
            }
        }
        outline
    }

    /// A string that says something of the object that it stands in.
    fn text(&mut self, input: &str, open: &[(Option<usize>, String)], range: Range<usize>) {
        let Some((Some(object), name)) = open.last() else { return };
        let value = json::string(input, range);
        if name == "type" {
            self.objects[*object].node = Node::named(&value);
        }
        let rank = member::rank_of_name(&member::plain(name)).filter(|_| value.len() <= LONGEST_LABEL);
        let known = &mut self.objects[*object].beside;
        if let Some(rank) = rank.filter(|_| known.len() < MOST_BESIDE) {
            let at = known.partition_point(|beside| beside.rank <= rank);
            known.insert(at, Beside { value: value.clone().into_owned(), rank });
        }
        // The names of fields that Jira tells where they are asked for.
        let is_name = open.len() > 1 && open[open.len() - 2].1 == "names" && name.starts_with("customfield_");
        if is_name {
            self.fields.insert(name.clone(), value.into_owned());
        }
    }

    fn number(&mut self, input: &str, open: &[(Option<usize>, String)], range: Range<usize>) {
        // `{"type": "tableCell", "attrs": {"colspan": 2}}`
        let [.., (Some(cell), attributes), (Some(_), name)] = open else { return };
        let number = || input.get(range).and_then(|number| number.parse().ok());
        match name.as_str() {
            "colspan" if attributes == "attrs" => self.objects[*cell].columns = number(),
            "rowspan" if attributes == "attrs" => self.objects[*cell].rows = number(),
            _ => {}
        }
    }

    /// What the field of this name is called.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }
}
