//! Which files the inputs of a command line mean: a folder or a pattern stands for the pages of an
//! issue, in their natural order.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use reglet::read::natural_order;

use super::exit::Exit;
use super::failure::{Failure, named, reason};

/// Endings of files that may be pages. What such a file really is, its content tells.
const ENDINGS: &[&str] = &[
    "txt", "text", "md", "json", "pdf", "xml", "alto", "hocr", "html", "htm", "xhtml", "zip", "gz",
];

/// The files that the inputs mean, in order.
///
/// A folder stands for the page files in it (for its METS file alone, where it has one), a name with
/// `*` or `?` that is no file for those that match. Names given singly keep their order, unless they
/// came as a shell sorts them, letter by letter: then `p2` goes before `p10`.
pub fn files(inputs: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    for path in inputs {
        if path.is_dir() {
            let found = listed(path, |name| is_page(Path::new(name)))?;
            if found.is_empty() {
                return Err(Failure::new(
                    Exit::Input,
                    "there is no file in this folder that may be a page",
                    "name a folder of text, PDF, XML or HTML files",
                )
                .in_file(&named(path)));
            }
            match found.iter().find(|file| is_mets(file)) {
                Some(mets) => all.push(mets.clone()),
                None => all.extend(found),
            }
        } else if let Some(found) = matching(path)? {
            all.extend(found);
        } else {
            all.push(path.clone());
        }
    }
    if all.len() == inputs.len() && all.windows(2).all(|two| two[0] < two[1]) {
        sort(&mut all);
    }
    Ok(all)
}

fn sort(files: &mut [PathBuf]) {
    files.sort_by(|a, b| natural_order(&a.to_string_lossy(), &b.to_string_lossy()));
}

/// The files of a folder whose names are wanted, in natural order; hidden ones are left out.
fn listed(folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<Vec<PathBuf>, Failure> {
    let wrong = |error: std::io::Error| {
        Failure::new(Exit::Input, reason(&error), "").in_file(&named(folder))
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !name.starts_with('.') && wanted(&name) && path.is_file() {
            found.push(path);
        }
    }
    sort(&mut found);
    Ok(found)
}

fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|ending| {
        let ending = ending.to_string_lossy().to_ascii_lowercase();
        ENDINGS.contains(&ending.as_str())
    })
}

/// Whether a file looks like METS.
pub fn is_mets(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(4096).read_to_end(&mut start));
    let start = String::from_utf8_lossy(&start);
    read.is_ok() && (start.contains("<mets") || start.contains(":mets"))
}

/// The files that a name with `*` or `?` in its last part matches; `None` when it is no pattern.
fn matching(path: &Path) -> Result<Option<Vec<PathBuf>>, Failure> {
    let Some(pattern) = path.file_name().and_then(|name| name.to_str()) else {
        return Ok(None);
    };
    if !pattern.contains(['*', '?']) || path.exists() {
        return Ok(None);
    }
    let folder = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    let pattern: Vec<char> = pattern.chars().collect();
    let mut found = listed(folder, |name| {
        matches(&pattern, &name.chars().collect::<Vec<char>>())
    })?;
    if folder == Path::new(".") {
        for file in &mut found {
            if let Ok(bare) = file.strip_prefix(".") {
                *file = bare.to_path_buf();
            }
        }
    }
    if found.is_empty() {
        return Err(Failure::new(
            Exit::Input,
            "no file matches this pattern",
            "check the name; `*` stands for any characters, `?` for one",
        )
        .in_file(&named(path)));
    }
    Ok(Some(found))
}

/// Whether a name matches a pattern of `*` and `?`.
fn matches(pattern: &[char], name: &[char]) -> bool {
    let (mut p, mut n) = (0, 0);
    let mut star = None;
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(c) if *c == '?' || *c == name[n] => {
                p += 1;
                n += 1;
            }
            _ => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    p = at + 1;
                    n = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

/// A file that an input names, such as a page of a METS file: beside the input, or under its folder.
/// Names that lead out of the folder are not followed.
pub fn beside(input: &Path, name: &str) -> Option<Vec<u8>> {
    const LARGEST: u64 = 1 << 30;
    let folder = input.parent().unwrap_or(Path::new(""));
    let inside = Path::new(name)
        .components()
        .all(|part| matches!(part, std::path::Component::Normal(_)));
    if !inside {
        return None;
    }
    let path = folder.join(name);
    let mut bytes = Vec::new();
    let file = fs::File::open(path).ok()?;
    file.take(LARGEST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_names() {
        for (pattern, name, is) in [
            ("*.xml", "a.xml", true),
            ("p?.txt", "p1.txt", true),
            ("p?.txt", "p10.txt", false),
            ("*a*b", "xxaxxb", true),
            ("*a*b", "xxaxx", false),
        ] {
            let chars = |text: &str| text.chars().collect::<Vec<char>>();
            assert_eq!(
                matches(&chars(pattern), &chars(name)),
                is,
                "{pattern} {name}"
            );
        }
    }
}
