//! ALTO, any version from 1 to 4, by the local names of its elements (Library of Congress schemas).

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::model::Unit;

use super::scan::{Line, Read, Scan};
use super::sheet::Bounds;
use super::xml::{Node, Tree};
use super::{Found, ReadError};

pub(super) const WHAT: &str = "an ALTO file";

/// Reads the pages of an ALTO file.
///
/// # Errors
/// [`ReadError::Damaged`] when it is no XML, [`ReadError::NeedsOcr`] when it has no words.
pub(super) fn pages(name: &str, bytes: &[u8]) -> Result<Found, ReadError> {
    let tree = Tree::parse(bytes, WHAT, false)?;
    let unit = tree
        .find(0, "MeasurementUnit")
        .first()
        .map(|nth| tree.text(*nth));
    let unit = match unit.as_deref().map(str::trim) {
        Some("mm10") => Unit::TenthMillimetre,
        Some("inch1200") => Unit::Inch1200,
        _ => Unit::Pixel,
    };
    let scans = tree
        .find(0, "Page")
        .into_iter()
        .enumerate()
        .map(|(nth, page)| {
            let node = &tree.nodes[page];
            Scan {
                number: nth as u32 + 1,
                size: (
                    node.number("WIDTH").unwrap_or(0.0),
                    node.number("HEIGHT").unwrap_or(0.0),
                ),
                unit,
                lines: lines(&tree, page),
                pictures: tree
                    .pick(page, &|node| node.name == "Illustration")
                    .into_iter()
                    .filter_map(|nth| {
                        let node = &tree.nodes[nth];
                        Some((bounds(node)?, node.get("ID").map(str::to_owned)))
                    })
                    .collect(),
            }
        });
    super::of_scans(name, scans.collect())
}

fn lines(tree: &Tree, page: usize) -> Vec<Line> {
    let styles: Vec<&Node> = tree
        .find(0, "TextStyle")
        .into_iter()
        .map(|nth| &tree.nodes[nth])
        .collect();
    let mut found = Vec::new();
    for block in tree.find(page, "TextBlock") {
        let of_block = tree.nodes[block].get("STYLEREFS");
        for line in tree.children(block, "TextLine") {
            let node = &tree.nodes[line];
            let style = node.get("STYLEREFS").or(of_block).and_then(|refs| {
                let named = |style: &&&Node| {
                    refs.split_whitespace()
                        .any(|id| style.get("ID") == Some(id))
                };
                styles.iter().find(named).copied()
            });
            let mut hasher = DefaultHasher::new();
            style
                .map(|style| (style.get("FONTFAMILY"), style.get("FONTSTYLE")))
                .hash(&mut hasher);
            found.push(Line {
                at: bounds(node),
                base: baseline(node),
                size: style.and_then(|style| style.number("FONTSIZE")),
                face: hasher.finish(),
                words: words(tree, line),
            });
        }
    }
    found
}

/// Height of the baseline of a line: a number, or since version 4.1 points, of which the middle will do. One
/// outside its line is none.
fn baseline(node: &Node) -> Option<f32> {
    let line = bounds(node)?;
    let numbers: Vec<f32> = node
        .get("BASELINE")?
        .split([' ', ','])
        .filter_map(|number| number.parse().ok())
        .filter(|number: &f32| number.is_finite())
        .collect();
    let heights: Vec<f32> = match numbers[..] {
        [height] => vec![height],
        _ => numbers.chunks_exact(2).map(|point| point[1]).collect(),
    };
    let sum: f32 = heights.iter().sum();
    let height = sum / heights.len() as f32;
    (line.top < height && height < line.bottom + 0.2 * line.height()).then_some(height)
}

fn words(tree: &Tree, line: usize) -> Vec<Read> {
    let mut words: Vec<Read> = Vec::new();
    for &nth in &tree.nodes[line].children {
        let node = &tree.nodes[nth];
        match node.name.as_str() {
            "String" => {
                let first = node.get("SUBS_TYPE") == Some("HypPart1");
                words.push(Read {
                    text: node.get("CONTENT").unwrap_or_default().to_owned(),
                    at: bounds(node),
                    confidence: node.number("WC").map(|sure| sure.clamp(0.0, 1.0)),
                    element: node.get("ID").map(str::to_owned),
                    whole: node
                        .get("SUBS_CONTENT")
                        .filter(|whole| first && !whole.is_empty())
                        .map(str::to_owned),
                });
            }
            "HYP" => {
                if let Some(last) = words.last_mut() {
                    hyphenate(&mut last.text);
                }
            }
            _ => {}
        }
    }
    // Some engines name the parts of a parted word, and forget the hyphen.
    if let Some(last) = words.last_mut().filter(|last| last.whole.is_some()) {
        hyphenate(&mut last.text);
    }
    words
}

/// Puts the hyphen of a line end behind a word that lacks it.
fn hyphenate(word: &mut String) {
    if word.ends_with('\u{ad}') {
        word.pop();
    }
    if !word.is_empty() && !word.ends_with(['-', '\u{2010}', '¬', '=', '⸗']) {
        word.push('-');
    }
}

/// The box that attributes give.
pub(super) fn bounds(node: &Node) -> Option<Bounds> {
    let (left, top) = (node.number("HPOS")?, node.number("VPOS")?);
    let (width, height) = (node.number("WIDTH")?, node.number("HEIGHT")?);
    (width >= 0.0 && height >= 0.0).then_some(Bounds {
        left,
        top,
        right: left + width,
        bottom: top + height,
    })
}
