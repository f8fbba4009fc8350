//! Rules about the logical structure: tags, language, title, descriptions, headings.

use std::collections::HashMap;

use super::Findings;
use super::file::File;
use super::scan::text_string;
use super::value::{Dict, Value};

/// More elements than these are not walked.
const MOST_ELEMENTS: usize = 5_000_000;

/// Looks over the structure; `pages` has the object of every page.
pub(super) fn check(file: &File<'_>, pages: &HashMap<u32, usize>, findings: &mut Findings) {
    let catalog = file.dict(&file.trailer, "Root");
    match file.get(&catalog, "Lang") {
        Value::Text(language) if !language.is_empty() => {
            if text_string(&language) == "und" {
                findings.remark(
                    "language",
                    "the language of the document is given as unknown",
                );
            }
        }
        _ => findings.fault(
            "language",
            "the document has no language, so it cannot be read aloud",
        ),
    }
    let preferences = file.dict(&catalog, "ViewerPreferences");
    if preferences.get("DisplayDocTitle") != &Value::Bool(true) {
        findings.fault(
            "title",
            "a reader would show the file's name instead of its title",
        );
    }
    let marked = file.dict(&catalog, "MarkInfo").get("Marked") == &Value::Bool(true);
    let root = file.dict(&catalog, "StructTreeRoot");
    if !marked || root.0.is_empty() {
        findings.fault(
            "tags",
            "the file is not tagged: a screen reader cannot tell its parts",
        );
        return;
    }
    findings.tagged = true;
    let roles = file.dict(&root, "RoleMap");
    let mut walk = Walk {
        file,
        pages,
        roles,
        level: 0,
        seen: 0,
        headings: 0,
    };
    walk.kids(&root, findings, 0);
    if walk.headings == 0 {
        findings.remark("headings", "the document has no heading at all");
    }
}

struct Walk<'f, 'b> {
    file: &'f File<'b>,
    pages: &'f HashMap<u32, usize>,
    roles: Dict,
    level: u32,
    seen: usize,
    headings: usize,
}

impl Walk<'_, '_> {
    fn kids(&mut self, dict: &Dict, findings: &mut Findings, depth: usize) {
        if depth > 64 || self.seen > MOST_ELEMENTS {
            return;
        }
        let kids = match self.file.get(dict, "K") {
            Value::Array(kids) => kids,
            Value::Null => return,
            kid => vec![kid],
        };
        for kid in kids {
            if let Value::Dict(element) = self.file.follow(&kid) {
                self.element(&element, findings, depth);
            }
        }
    }

    fn element(&mut self, element: &Dict, findings: &mut Findings, depth: usize) {
        let Value::Name(mut name) = self.file.get(element, "S") else {
            return;
        };
        self.seen += 1;
        if let Value::Name(mapped) = self.file.get(&self.roles, &name) {
            name = mapped;
        }
        if name == "Figure" {
            let described = ["Alt", "ActualText"].iter().any(
                |key| matches!(self.file.get(element, key), Value::Text(text) if !text.is_empty()),
            );
            if !described {
                findings.page = self.page_of(element, depth);
                findings.fault(
                    "figure-alt",
                    "a figure has no alternative text; describe it",
                );
                findings.page = None;
            }
        }
        if let Some(level) = heading_level(&name) {
            self.headings += 1;
            if level > self.level + 1 {
                let before = match self.level {
                    0 => "is the first".to_owned(),
                    before => format!("follows one of level {before}"),
                };
                findings.page = self.page_of(element, depth);
                findings.fault("headings", format!("a heading of level {level} {before}"));
                findings.page = None;
            }
            self.level = level;
        }
        self.kids(element, findings, depth + 1);
    }
}

impl Walk<'_, '_> {
    /// The page that an element is on: the one that it names, or the first of its parts does.
    fn page_of(&self, element: &Dict, depth: usize) -> Option<usize> {
        if let Value::Ref(page) = element.get("Pg") {
            return self.pages.get(page).copied();
        }
        let kids = match self.file.get(element, "K") {
            Value::Array(kids) => kids,
            kid => vec![kid],
        };
        kids.iter().find_map(|kid| match self.file.follow(kid) {
            Value::Dict(kid) if depth < 64 => self.page_of(&kid, depth + 1),
            _ => None,
        })
    }
}

fn heading_level(name: &str) -> Option<u32> {
    name.strip_prefix('H')?.parse().ok()
}

/// Which structure element owns each marked part of each page: from the parent tree.
#[derive(Default)]
pub(super) struct Owners {
    pages: HashMap<usize, Vec<Value>>,
    /// By element: its place in the order of reading.
    ranks: HashMap<u32, usize>,
}

impl Owners {
    pub fn read(file: &File<'_>) -> Owners {
        let catalog = file.dict(&file.trailer, "Root");
        let root = file.dict(&catalog, "StructTreeRoot");
        let mut owners = Owners::default();
        owners.node(file, &file.dict(&root, "ParentTree"), 0);
        owners.rank(file, &root, 0);
        owners
    }

    /// Numbers the elements under one in the order of reading: the tree's.
    fn rank(&mut self, file: &File<'_>, element: &Dict, depth: usize) {
        let kids = match file.get(element, "K") {
            Value::Array(kids) => kids,
            Value::Null | Value::Number(_) => return,
            _ => vec![element.get("K").clone()],
        };
        for kid in kids {
            let Value::Ref(number) = kid else { continue };
            let next = self.ranks.len();
            if depth > 64 || next > MOST_ELEMENTS || self.ranks.contains_key(&number) {
                continue;
            }
            if let Value::Dict(kid) = file.follow(&kid) {
                self.ranks.insert(number, next);
                self.rank(file, &kid, depth + 1);
            }
        }
    }

    /// The place of an element in the order of reading.
    pub fn rank_of(&self, element: u32) -> Option<usize> {
        self.ranks.get(&element).copied()
    }

    fn node(&mut self, file: &File<'_>, node: &Dict, depth: usize) {
        if depth > 16 {
            return;
        }
        for pair in file.array(node, "Nums").chunks_exact(2) {
            if let (Some(key), Value::Array(owners)) = (pair[0].index(), file.follow(&pair[1])) {
                self.pages.insert(key, owners);
            }
        }
        for kid in file.array(node, "Kids") {
            if let Value::Dict(kid) = file.follow(&kid) {
                self.node(file, &kid, depth + 1);
            }
        }
    }

    /// The number of the element that owns a marked part.
    pub fn owner(&self, page: usize, mcid: usize) -> Option<u32> {
        match self.pages.get(&page)?.get(mcid)? {
            Value::Ref(number) => Some(*number),
            _ => None,
        }
    }
}
