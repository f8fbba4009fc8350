//! METS: which files make an issue, and in which order (Library of Congress, versions 1 and 2).

use super::format::Format;
use super::xml::Tree;
use super::{Beside, Found, ReadError, format, gzip};

const WHAT: &str = "a METS file";

/// Reads the pages of the issue that a METS file describes.
///
/// # Errors
/// [`ReadError::Damaged`] when it is no XML, [`ReadError::Beside`] when no file that it names can be
/// found.
pub(super) fn pages(name: &str, bytes: &[u8], beside: Beside) -> Result<Found, ReadError> {
    let tree = Tree::parse(bytes, WHAT, false)?;
    let files = files(&tree);
    let mut found = Found::default();
    let mut read_any = false;
    for file in &files {
        let Some((path, bytes)) = fetched(file, beside) else {
            continue;
        };
        let bytes = gzip::unpacked(bytes)?;
        // Scans and descriptions are files of an issue too.
        if !matches!(
            format::of(&bytes),
            Format::Alto | Format::PageXml | Format::Hocr | Format::Pdf
        ) {
            continue;
        }
        read_any = true;
        let folder = name.rfind(['/', '\\']).map_or("", |at| &name[..=at]);
        found.take(&format!("{folder}{path}"), bytes, &|_| None);
    }
    if !read_any {
        return Err(ReadError::Beside {
            what: WHAT,
            file: files.first().cloned().unwrap_or_default(),
        });
    }
    if found.pages.is_empty() {
        return Err(ReadError::NeedsOcr { pages: files.len() });
    }
    Ok(found)
}

/// The files that it names, in the order of its pages: those of one kind, text before scans.
fn files(tree: &Tree) -> Vec<String> {
    let mut named: Vec<(String, String, bool)> = Vec::new();
    for file in tree.find(0, "file") {
        let node = &tree.nodes[file];
        let href = tree
            .find(file, "FLocat")
            .into_iter()
            .find_map(|nth| tree.nodes[nth].get("href").map(plain));
        let Some(href) = href.or_else(|| node.get("LOCREF").map(plain)) else {
            continue;
        };
        let kind = node.get("MIMETYPE").unwrap_or_default();
        let text = kind.contains("xml")
            || kind.contains("html")
            || ends(&href, &["xml", "hocr", "html", "gz"]);
        named.push((node.get("ID").unwrap_or_default().to_owned(), href, text));
    }
    let ocr = named.iter().any(|(_, _, text)| *text);
    let wanted = |nth: &usize| {
        let (_, href, text) = &named[*nth];
        if ocr { *text } else { ends(href, &["pdf"]) }
    };
    let physical = tree.find(0, "structMap").into_iter().find(|nth| {
        let kind = tree.nodes[*nth].get("TYPE").unwrap_or_default();
        kind.eq_ignore_ascii_case("physical")
    });
    let mut order: Vec<usize> = Vec::new();
    for pointer in physical.iter().flat_map(|map| tree.find(*map, "fptr")) {
        let areas = tree.find(pointer, "area");
        for nth in std::iter::once(pointer).chain(areas) {
            let id = tree.nodes[nth].get("FILEID");
            let file = named.iter().position(|(name, _, _)| id == Some(name));
            if let Some(file) = file.filter(|file| !order.contains(file)) {
                order.push(file);
            }
        }
    }
    order.retain(wanted);
    if order.is_empty() {
        order = (0..named.len()).filter(wanted).collect();
    }
    order.into_iter().map(|nth| named[nth].1.clone()).collect()
}

fn ends(path: &str, endings: &[&str]) -> bool {
    let ending = path
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    endings.contains(&ending.as_str())
}

/// A reference as a path: without a scheme, with `%20` and the like resolved.
fn plain(href: &str) -> String {
    let mut path = href.trim();
    for prefix in ["file://", "./", "/"] {
        while let Some(rest) = path.strip_prefix(prefix) {
            path = rest;
        }
    }
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = bytes
            .get(at + 1..at + 3)
            .and_then(|two| std::str::from_utf8(two).ok())
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        match code.filter(|_| bytes[at] == b'%') {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).replace('\\', "/")
}

/// A file by its path, or by ever less of it: archives are moved with and without their folders.
fn fetched(path: &str, beside: Beside) -> Option<(String, Vec<u8>)> {
    let mut rest = path;
    loop {
        if let Some(bytes) = beside(rest) {
            return Some((rest.to_owned(), bytes));
        }
        rest = rest.split_once('/')?.1;
    }
}
