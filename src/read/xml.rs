//! XML and HTML as a tree, with the place of every tag: names without their namespaces, entities
//! never expanded, depth and size bounded.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::{resolve_html5_entity, resolve_predefined_entity, unescape_with};
use quick_xml::events::{BytesStart, Event};

use super::ReadError;

/// Elements inside elements; ALTO has some ten.
const DEEPEST: usize = 200;

/// Elements of a file; a page of a broadsheet has some 50,000.
const MOST: usize = 8_000_000;

/// Elements of HTML that have no end (HTML standard, void elements).
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// An element.
#[derive(Debug, Default)]
pub(crate) struct Node {
    /// Its name without a namespace.
    pub name: String,
    /// Its attributes, names without namespaces.
    pub attributes: Vec<(String, String)>,
    /// The elements in it.
    pub children: Vec<usize>,
    /// The characters directly in it.
    pub text: String,
    /// The bytes of its start tag in the decoded file.
    pub tag: Range<usize>,
    /// Where its content ends: before its end tag, or behind the tag of an empty element.
    pub end: usize,
}

impl Node {
    /// The value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The value of an attribute that is a finite number.
    pub(crate) fn number(&self, name: &str) -> Option<f32> {
        let value: f32 = self.get(name)?.trim().parse().ok()?;
        value.is_finite().then_some(value)
    }
}

/// A file as elements; the first, which has no name, holds the outermost.
#[derive(Debug)]
pub(crate) struct Tree {
    pub nodes: Vec<Node>,
    /// The file in UTF-8.
    pub source: String,
}

impl Tree {
    /// Parses XML, or HTML as it is found in the wild.
    ///
    /// # Errors
    /// [`ReadError::Damaged`] with the line.
    pub(crate) fn parse(bytes: &[u8], what: &'static str, html: bool) -> Result<Tree, ReadError> {
        let source = decoded(bytes);
        let damaged = |at: u64, why: String| {
            let at = usize::try_from(at).unwrap_or(usize::MAX).min(source.len());
            let line = 1 + source.as_bytes()[..at]
                .iter()
                .filter(|b| **b == b'\n')
                .count();
            ReadError::Damaged {
                what,
                why: format!("in line {line} {why}"),
            }
        };
        let mut reader = Reader::from_str(&source);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.check_end_names = !html;
        config.allow_unmatched_ends = html;
        let mut nodes = vec![Node::default()];
        let mut open = vec![0];
        loop {
            let from = reader.buffer_position() as usize;
            let event = reader
                .read_event()
                .map_err(|error| damaged(reader.error_position(), format!("{error}")))?;
            let to = reader.buffer_position() as usize;
            let inner = open[open.len() - 1];
            match event {
                Event::Start(tag) => {
                    let mut node = element(&tag, html);
                    (node.tag, node.end) = (from..to, to);
                    let void = html && VOID.contains(&node.name.to_ascii_lowercase().as_str());
                    let nth = nodes.len();
                    nodes[inner].children.push(nth);
                    nodes.push(node);
                    if !void {
                        open.push(nth);
                    }
                }
                Event::Empty(tag) => {
                    let mut node = element(&tag, html);
                    (node.tag, node.end) = (from..to, to);
                    let nth = nodes.len();
                    nodes[inner].children.push(nth);
                    nodes.push(node);
                }
                Event::End(tag) => {
                    let name = local(tag.name().as_ref()).to_owned();
                    if let Some(at) = open.iter().rposition(|nth| nodes[*nth].name == name) {
                        for nth in open.drain(at..) {
                            nodes[nth].end = from;
                        }
                    }
                    if open.is_empty() {
                        open.push(0);
                    }
                }
                Event::Text(text) => nodes[inner].text.push_str(&text.into_inner()),
                Event::CData(text) => nodes[inner].text.push_str(&text.into_inner()),
                Event::GeneralRef(entity) => {
                    let whole = format!("&{};", &*entity.into_inner());
                    nodes[inner].text.push_str(&meaning(&whole, html));
                }
                Event::Eof => break,
                _ => {}
            }
            if open.len() > DEEPEST {
                return Err(damaged(
                    to as u64,
                    "elements are nested too deep".to_owned(),
                ));
            }
            if nodes.len() > MOST {
                return Err(damaged(to as u64, "there are too many elements".to_owned()));
            }
        }
        if open.len() > 1 && !html {
            let name = &nodes[open[open.len() - 1]].name;
            let why = format!("it ends inside <{name}>, so that it was cut short");
            return Err(damaged(u64::MAX, why));
        }
        Ok(Tree { nodes, source })
    }

    /// The elements of this name inside another, however deep, in order.
    pub(crate) fn find(&self, from: usize, name: &str) -> Vec<usize> {
        self.pick(from, &|node| node.name == name)
    }

    /// The elements inside another that are wanted, in order.
    pub(crate) fn pick(&self, from: usize, wanted: &dyn Fn(&Node) -> bool) -> Vec<usize> {
        let mut found = Vec::new();
        // Depth is bounded by the parser, and this needs no more than the widest element.
        let mut left: Vec<usize> = self.nodes[from].children.iter().rev().copied().collect();
        while let Some(nth) = left.pop() {
            let node = &self.nodes[nth];
            if wanted(node) {
                found.push(nth);
            }
            left.extend(node.children.iter().rev());
        }
        found
    }

    /// The children of this name.
    pub(crate) fn children<'a>(
        &'a self,
        of: usize,
        name: &'a str,
    ) -> impl Iterator<Item = usize> + 'a {
        let all = self.nodes[of].children.iter().copied();
        all.filter(move |nth| self.nodes[*nth].name == name)
    }

    /// All characters in an element, in order, as far as elements inside it hold them alone.
    pub(crate) fn text(&self, of: usize) -> String {
        let mut text = self.nodes[of].text.clone();
        for nth in self.pick(of, &|_| true) {
            text.push_str(&self.nodes[nth].text);
        }
        text
    }
}

/// A name without its namespace.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn element(tag: &BytesStart, html: bool) -> Node {
    let mut attributes = if html {
        tag.html_attributes()
    } else {
        tag.attributes()
    };
    let mut node = Node {
        name: local(tag.name().as_ref()).to_owned(),
        ..Node::default()
    };
    for attribute in attributes.with_checks(false).flatten() {
        let key = local(attribute.key.as_ref()).to_owned();
        node.attributes.push((key, meaning(&attribute.value, html)));
    }
    node
}

/// Text with its entities resolved: numbers, the five of XML, a space and a hyphen of HTML, in HTML all of
/// them. Others, which a file may define as it likes, stay as they are written.
fn meaning(raw: &str, html: bool) -> String {
    let known = |name: &str| match name {
        "nbsp" => Some("\u{a0}"),
        "shy" => Some("\u{ad}"),
        _ if html => resolve_html5_entity(name),
        _ => resolve_predefined_entity(name),
    };
    unescape_with(raw, known).map_or_else(|_| raw.to_owned(), std::borrow::Cow::into_owned)
}

/// The characters of a file: by its mark, by what its declaration says, else UTF-8.
fn decoded(bytes: &[u8]) -> String {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let said = head.split_once("encoding=").and_then(|(_, rest)| {
        let quote = rest.chars().next()?;
        rest[quote.len_utf8()..]
            .split(quote)
            .next()
            .map(str::to_owned)
    });
    let encoding = said
        .and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()))
        .unwrap_or(encoding_rs::UTF_8);
    // A mark goes before what the declaration says.
    encoding.decode(bytes).0.into_owned()
}
