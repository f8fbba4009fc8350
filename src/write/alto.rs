//! ALTO written back: the same file with corrected words in their old boxes.
//!
//! Every element, name and box of the file stays; what is added is said in ALTO's own words. A word
//! that reads otherwise now keeps its old reading as `ALTERNATIVE`. The parts of a word that a line
//! end parts get `SUBS_TYPE` and `SUBS_CONTENT`. A processing step tells who did it.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use crate::model::{Page, PieceKind, PlacedWord};
use crate::read::{self, ReadError, Tree};

/// What becomes of a `String` of the file.
#[derive(Debug, Default, PartialEq, Eq)]
struct Word {
    /// What it reads now, where that is something else.
    now: Option<String>,
    /// The whole word, and whether this is its first part.
    whole: Option<(String, bool)>,
}

/// Writes the words of repaired pages back into the ALTO file that they were read from.
///
/// # Errors
/// [`ReadError::Damaged`] when the file is no ALTO.
pub fn to(original: &[u8], pages: &[Page]) -> Result<Vec<u8>, ReadError> {
    let tree = read::alto_tree(original)?;
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    for (nth, node) in tree.find(0, "Page").into_iter().enumerate() {
        let number = nth as u32 + 1;
        let page = pages.iter().find(|page| {
            let table = page.source.geometry.as_ref();
            table.is_some_and(|table| table.page == number)
        });
        if let Some(page) = page {
            words(&tree, node, page, &mut changes);
        }
    }
    step(&tree, &mut changes);
    changes.sort_by_key(|(at, _)| (at.start, at.end));
    let mut out = String::with_capacity(tree.source.len() + 4096);
    let mut at = 0;
    for (range, text) in changes {
        if range.start < at {
            continue;
        }
        out.push_str(&tree.source[at..range.start]);
        out.push_str(&text);
        at = range.end;
    }
    out.push_str(&tree.source[at..]);
    Ok(in_utf8(out).into_bytes())
}

/// The changes to the words of a page.
fn words(tree: &Tree, node: usize, page: &Page, changes: &mut Vec<(Range<usize>, String)>) {
    let Some(table) = &page.source.geometry else {
        return;
    };
    let said = said(page, &table.words);
    let mut by_name: HashMap<&str, Option<usize>> = HashMap::new();
    let mut by_place: HashMap<String, Option<usize>> = HashMap::new();
    for (nth, word) in table.words.iter().enumerate() {
        // A name or a place that two words share is none.
        if let Some(name) = &word.element {
            by_name
                .entry(name)
                .and_modify(|known| *known = None)
                .or_insert(Some(nth));
        }
        let place = format!("{:?}", <[f32; 4]>::from(word.area));
        by_place
            .entry(place)
            .and_modify(|known| *known = None)
            .or_insert(Some(nth));
    }
    for string in tree.find(node, "String") {
        let element = &tree.nodes[string];
        let named = element
            .get("ID")
            .and_then(|id| by_name.get(id).copied().flatten());
        let word = named.or_else(|| {
            let place = read::alto_area(element)?;
            by_place
                .get(&format!("{:?}", <[f32; 4]>::from(place)))
                .copied()
                .flatten()
        });
        if let Some(change) = word.map(|word| &said[word]) {
            rewrite(tree, string, change, changes);
        }
    }
}

/// What the repaired page says where each word stood.
fn said(page: &Page, words: &[PlacedWord]) -> Vec<Word> {
    let text = &page.text;
    // Which word each stretch of the text came from, in the order of the text.
    let mut stretches: Vec<(usize, Range<usize>)> = Vec::new();
    let mut out = 0;
    for piece in &text.pieces {
        let shown = out..out + piece.len;
        out = shown.end;
        if piece.len == 0 {
            continue;
        }
        let first = words.partition_point(|word| word.bytes.end <= piece.from.start);
        let inside = words[first..]
            .iter()
            .enumerate()
            .take_while(|(_, word)| word.bytes.start < piece.from.end);
        for (nth, word) in inside {
            if piece.kind == PieceKind::Verbatim {
                let start = word.bytes.start.max(piece.from.start) - piece.from.start;
                let end = word.bytes.end.min(piece.from.end) - piece.from.start;
                stretches.push((first + nth, shown.start + start..shown.start + end));
            } else {
                // What an edit put over several words stands for the first.
                stretches.push((first + nth, shown.clone()));
                break;
            }
        }
    }
    let mut said: Vec<Word> = words.iter().map(|_| Word::default()).collect();
    let mut at = 0;
    while at < stretches.len() {
        // Stretches with nothing white between them are one word now.
        let mut end = at + 1;
        while end < stretches.len()
            && stretches[end].1.start <= stretches[end - 1].1.end
            && !text.string[stretches[end - 1].1.clone()].ends_with(char::is_whitespace)
            && !text.string[stretches[end].1.clone()].starts_with(char::is_whitespace)
        {
            end += 1;
        }
        one_word(
            &text.string,
            &stretches[at..end],
            words,
            &page.source.bytes,
            &mut said,
        );
        at = end;
    }
    said
}

fn one_word(
    text: &str,
    stretches: &[(usize, Range<usize>)],
    words: &[PlacedWord],
    source: &[u8],
    said: &mut [Word],
) {
    let whole = text[stretches[0].1.start..stretches[stretches.len() - 1].1.end].trim();
    let mut members: Vec<usize> = stretches.iter().map(|(word, _)| *word).collect();
    members.dedup();
    let old =
        |word: usize| String::from_utf8_lossy(&source[words[word].bytes.clone()]).into_owned();
    match members[..] {
        [word] => {
            // A word may be cut into several, and its pieces come one after the other.
            let now = match said[word].now.take() {
                Some(before) => format!("{before} {whole}"),
                None => whole.to_owned(),
            };
            said[word].now = Some(now);
        }
        [first, second] => {
            let between = words[first].bytes.end..words[second].bytes.start;
            let line_end = source.get(between).is_some_and(|gap| gap.contains(&b'\n'));
            if line_end {
                said[first].whole = Some((whole.to_owned(), true));
                said[second].whole = Some((whole.to_owned(), false));
            }
        }
        _ => {}
    }
    for word in members {
        if said[word].now.as_deref() == Some(old(word).as_str()) {
            said[word].now = None;
        }
    }
}

/// The change to a `String`.
fn rewrite(tree: &Tree, string: usize, word: &Word, changes: &mut Vec<(Range<usize>, String)>) {
    let node = &tree.nodes[string];
    let content = node.get("CONTENT").unwrap_or_default();
    let now = word
        .now
        .as_deref()
        .filter(|now| !now.is_empty() && *now != content);
    // The reader put a hyphen behind a word whose line ends in one.
    let now = now.filter(|now| now.strip_suffix('-') != Some(content));
    let mut tag = tree.source[node.tag.clone()].to_owned();
    if let Some(now) = now {
        set(&mut tag, "CONTENT", now);
    }
    if let Some((whole, first)) = &word.whole {
        set(
            &mut tag,
            "SUBS_TYPE",
            if *first { "HypPart1" } else { "HypPart2" },
        );
        set(&mut tag, "SUBS_CONTENT", whole);
    }
    if now.is_none() && word.whole.is_none() {
        return;
    }
    let Some(_) = now else {
        changes.push((node.tag.clone(), tag));
        return;
    };
    let prefix = prefix(&tag);
    let alternative = format!(
        "<{prefix}ALTERNATIVE PURPOSE=\"OCR\">{}</{prefix}ALTERNATIVE>",
        escaped(content)
    );
    if let Some(open) = tag.strip_suffix("/>") {
        let open = open.trim_end();
        changes.push((
            node.tag.clone(),
            format!("{open}>{alternative}</{prefix}String>"),
        ));
        return;
    }
    changes.push((node.tag.clone(), tag));
    // A shape stands first in a `String`, then come the alternatives.
    let shape = tree.children(string, "Shape").last();
    let at = shape.map_or(node.tag.end, |shape| after(tree, shape));
    changes.push((at..at, alternative));
}

/// Behind an element, its end tag included.
fn after(tree: &Tree, node: usize) -> usize {
    let node = &tree.nodes[node];
    let rest = &tree.source[node.end..];
    let has_end = rest.starts_with("</");
    node.end
        + if has_end {
            rest.find('>').map_or(0, |at| at + 1)
        } else {
            0
        }
}

/// The namespace prefix of a start tag, with its colon.
fn prefix(tag: &str) -> &str {
    let name = tag[1..]
        .split(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
        .next();
    name.and_then(|name| name.rfind(':').map(|at| &name[..=at]))
        .unwrap_or("")
}

/// Sets an attribute of a start tag.
fn set(tag: &mut String, name: &str, value: &str) {
    let value = escaped(value);
    let mut from = 0;
    while let Some(found) = tag[from..].find(name) {
        let start = from + found;
        from = start + name.len();
        let behind = tag[from..].trim_start();
        let own = tag[..start].ends_with(|c: char| c.is_whitespace());
        let Some(rest) = behind.strip_prefix('=').filter(|_| own) else {
            continue;
        };
        let rest = rest.trim_start();
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            continue;
        };
        let open = tag.len() - rest.len() + 1;
        if let Some(len) = tag[open..].find(quote) {
            tag.replace_range(open - 1..open + len + 1, &format!("\"{value}\""));
            return;
        }
    }
    let end = tag
        .rfind("/>")
        .or_else(|| tag.rfind('>'))
        .unwrap_or(tag.len());
    let end = tag[..end].trim_end().len();
    tag.insert_str(end, &format!(" {name}=\"{value}\""));
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}

/// Says in the description of the file what was done to it.
fn step(tree: &Tree, changes: &mut Vec<(Range<usize>, String)>) {
    let Some(&description) = tree.find(0, "Description").first() else {
        return;
    };
    let p = prefix(&tree.source[tree.nodes[description].tag.clone()]);
    let root = tree.nodes[0]
        .children
        .iter()
        .map(|root| &tree.source[tree.nodes[*root].tag.clone()]);
    let fourth = root
        .into_iter()
        .any(|tag| tag.contains("/alto/ns-v4") || tag.contains("/alto/ns-v5"));
    let mut body = String::new();
    let version = env!("CARGO_PKG_VERSION");
    write!(
        body,
        "<{p}processingStepDescription>words repaired; old readings kept as ALTERNATIVE</{p}processingStepDescription>\
         <{p}processingSoftware><{p}softwareName>reglet</{p}softwareName><{p}softwareVersion>{version}</{p}softwareVersion></{p}processingSoftware>"
    )
    .expect("writing to a string cannot fail");
    let (at, text) = if fourth {
        let names = [
            "Processing",
            "OCRProcessing",
            "documentIdentifier",
            "fileIdentifier",
            "sourceImageInformation",
            "MeasurementUnit",
        ];
        let Some(last) = names
            .iter()
            .find_map(|name| tree.children(description, name).last())
        else {
            return;
        };
        // Names are unique in a file.
        let used = |id: &str| !tree.pick(0, &|node| node.get("ID") == Some(id)).is_empty();
        let id = (1..)
            .map(|nth| format!("reglet_{nth}"))
            .find(|id| !used(id));
        let id = id.unwrap_or_default();
        (
            after(tree, last),
            format!("<{p}Processing ID=\"{id}\">{body}</{p}Processing>"),
        )
    } else {
        let Some(last) = tree.children(description, "OCRProcessing").last() else {
            return;
        };
        (
            tree.nodes[last].end,
            format!("<{p}postProcessingStep>{body}</{p}postProcessingStep>"),
        )
    };
    changes.push((at..at, text));
}

/// The file says which encoding it is in; now it is UTF-8.
fn in_utf8(text: String) -> String {
    let Some(end) = text.find("?>").filter(|_| text.starts_with("<?xml")) else {
        return text;
    };
    let mut head = text[..end].to_owned();
    if head.contains("encoding") && !head.to_ascii_lowercase().contains("utf-8") {
        set(&mut head, "encoding", "UTF-8");
        return format!("{head}{}", &text[end..]);
    }
    text
}
