//! Content of any kind, and what all kinds have in common.

use super::attachment::Attachment;
use super::comment::Comment;
use super::item::Item;
use super::node::Node;
use super::shelf::Shelf;
use super::site::Space;
use super::storage::Form;
use crate::calendar::Life;

/// A piece of content.
#[derive(Clone, Copy)]
pub(super) enum Found<'a> {
    Item(&'a Item),
    Attachment(&'a Attachment),
    Comment(&'a Comment),
    Node(&'a Node),
}

impl<'a> Found<'a> {
    /// All content, whatever has become of it.
    pub(super) fn all(shelf: &'a Shelf) -> impl Iterator<Item = Found<'a>> {
        let items = shelf.pages.iter().chain(shelf.posts.iter()).map(Found::Item);
        let attached = shelf.attachments.iter().map(Found::Attachment);
        let comments = shelf.annex.comments.values().map(Found::Comment);
        items.chain(attached).chain(comments).chain(shelf.annex.nodes.iter().map(Found::Node))
    }

    /// Whether the account sees it, be it in the trash.
    pub(super) fn is_seen(self, shelf: &Shelf) -> bool {
        match self {
            Found::Item(item) => shelf.sees(item),
            Found::Attachment(attachment) => shelf.shows(attachment),
            Found::Comment(comment) => shelf.shows_comment(comment),
            Found::Node(node) => shelf.shows_node(node),
        }
    }

    /// The number of its id.
    pub(super) fn number(self) -> u64 {
        match self {
            Found::Item(item) => item.id,
            Found::Attachment(attachment) => attachment.number,
            Found::Comment(comment) => comment.id,
            Found::Node(node) => node.id,
        }
    }

    /// Its id, as Confluence Cloud writes it.
    pub(super) fn id(self) -> String {
        match self {
            Found::Attachment(attachment) => attachment.id(),
            _ => self.number().to_string(),
        }
    }

    /// The name of its type.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Found::Item(item) => item.kind.name(),
            Found::Attachment(_) => "attachment",
            Found::Comment(_) => "comment",
            Found::Node(node) => node.kind.name(),
        }
    }

    /// Its status, as Confluence Cloud tells it.
    pub(super) fn status(self, shelf: &Shelf) -> &'static str {
        match self {
            Found::Item(item) => item.status,
            Found::Attachment(attachment) => shelf.status_of(attachment),
            Found::Comment(comment) => match shelf.any(comment.container).map(|item| item.status) {
                Some("archived") => "archived",
                _ => comment.status,
            },
            Found::Node(_) => "current",
        }
    }

    /// Its title in a version; a comment is titled as an answer to what it is about.
    pub(super) fn title(self, version: u32, shelf: &Shelf) -> String {
        match self {
            Found::Item(item) => item.title_in(version).to_owned(),
            Found::Attachment(attachment) => attachment.title.clone(),
            Found::Comment(comment) => {
                format!("Re: {}", shelf.any(comment.container).map_or("", |item| item.title.as_str()))
            }
            Found::Node(node) => node.title.clone(),
        }
    }

    /// When it was made and last changed.
    pub(super) fn life(self) -> Life {
        match self {
            Found::Item(item) => item.life,
            Found::Attachment(attachment) => attachment.life,
            Found::Comment(comment) => comment.life(),
            Found::Node(node) => node.life,
        }
    }

    /// The number of its version.
    pub(super) fn version(self) -> u32 {
        match self {
            Found::Item(item) => item.version,
            Found::Attachment(attachment) => attachment.version,
            Found::Comment(comment) => comment.version(),
            Found::Node(node) => node.version,
        }
    }

    /// When a version was made.
    pub(super) fn version_at(self, number: u32) -> i64 {
        match self {
            Found::Item(item) => item.version_at(number),
            Found::Attachment(attachment) => attachment.version_at(number),
            Found::Comment(comment) => comment.of_version(number).map_or(comment.life().modified, |(at, _)| *at),
            Found::Node(node) => node.life.modified,
        }
    }

    /// Its text in storage format, of what has one.
    pub(super) fn stored(self) -> Option<String> {
        let mut text = String::new();
        match self {
            Found::Item(item) => item.write_body(&mut text, item.version, Form::Storage),
            Found::Comment(comment) => comment.write_body(&mut text, comment.version(), Form::Storage),
            Found::Attachment(_) | Found::Node(_) => return None,
        }
        Some(text)
    }

    /// Who made it, and who made its present version, as indices of people.
    pub(super) fn people(self) -> (usize, usize) {
        match self {
            Found::Item(item) => (item.author, item.editor),
            Found::Attachment(attachment) => (attachment.author, attachment.author),
            Found::Comment(comment) => (comment.author, comment.author),
            Found::Node(node) => (node.author, node.author),
        }
    }

    /// The id of the page or blog post it is on.
    pub(super) fn container(self) -> Option<u64> {
        match self {
            Found::Attachment(attachment) => Some(attachment.container),
            Found::Comment(comment) => Some(comment.container),
            Found::Item(_) | Found::Node(_) => None,
        }
    }

    /// Its space.
    pub(super) fn space(self, shelf: &'a Shelf) -> Option<&'a Space> {
        let space = match self {
            Found::Item(item) => Some(item.space),
            Found::Node(node) => Some(node.space),
            _ => self.container().and_then(|id| shelf.any(id)).map(|item| item.space),
        };
        shelf.spaces.get(space?)
    }

    /// The number of the change that touched it last.
    pub(super) fn touched(self) -> u64 {
        match self {
            Found::Item(item) => item.touched,
            Found::Attachment(attachment) => attachment.touched,
            Found::Comment(comment) => comment.touched,
            Found::Node(node) => node.touched,
        }
    }
}
