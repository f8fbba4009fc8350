//! The issues of an archive, found one after the other.
//!
//! Knows folders, patterns and lists of names; never holds more than one folder's names at a time,
//! so that an archive of any size is walked in little memory. The order is always the same.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Component, Path, PathBuf};

use walkdir::WalkDir;

use super::BatchError;
use crate::read::natural_order;

/// Endings of the files that are taken from a folder. A file that is named is taken whatever its
/// ending.
pub const ENDINGS: &[&str] = &[
    "txt", "text", "asc", "pdf", "xml", "alto", "hocr", "html", "htm", "zip", "gz",
];

/// What makes an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Every file.
    File,
    /// Every folder that holds files: they are its pages, in the natural order of their names.
    Folder,
}

/// One issue to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Its name: the path below the input that was named, with `/` on every system. Outputs are
    /// named after it.
    pub name: String,
    /// Its files, in order.
    pub files: Vec<PathBuf>,
}

/// What a walk meets.
#[derive(Debug)]
pub enum Found {
    /// An issue.
    Issue(Issue),
    /// A file that is not taken, for its ending.
    Passed(PathBuf),
    /// Something that cannot be read; the issue it would have been, and why.
    Lost(String, String),
}

/// Part of an archive: of every `of` issues, the ones that fall to this one by the hash of their
/// names. On every machine the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which part, from 1.
    pub part: u64,
    /// Of how many.
    pub of: u64,
}

impl Shard {
    /// Whether an issue belongs to this part.
    pub fn has(self, name: &str) -> bool {
        let hash = blake3::hash(name.as_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&hash.as_bytes()[..8]);
        u64::from_le_bytes(first) % self.of == self.part - 1
    }
}

/// Where to look.
#[derive(Clone, Debug)]
pub struct Walk {
    /// Folders and files as they were named, patterns resolved.
    named: Vec<PathBuf>,
    /// What the names of the issues start below.
    base: PathBuf,
    /// A file with a name a line.
    list: Option<PathBuf>,
    /// What makes an issue.
    unit: Unit,
    /// A folder to stay out of: that of the outputs.
    out: Option<PathBuf>,
    /// Which part of them all.
    shard: Option<Shard>,
}

impl Walk {
    /// A walk over what was named: folders, files, and patterns like `1911/*/page-*.txt` where no
    /// file has that very name. Issues are named by their path below the folder that holds all that
    /// was named.
    ///
    /// # Errors
    /// [`BatchError::Pattern`] and [`BatchError::Input`] for a name that leads nowhere.
    pub fn new(given: &[PathBuf], unit: Unit) -> Result<Walk, BatchError> {
        let mut named = Vec::new();
        for path in given {
            if path.exists() {
                named.push(path.clone());
                continue;
            }
            let missing = || BatchError::Input(path.clone(), std::io::ErrorKind::NotFound.into());
            let pattern = path.to_str().filter(|text| text.contains(['*', '?', '[']));
            let pattern = pattern.ok_or_else(missing)?;
            let before = named.len();
            let matches = glob::glob(pattern)
                .map_err(|error| BatchError::Pattern(pattern.to_owned(), error.msg.to_owned()))?;
            for found in matches {
                named.push(
                    found.map_err(|error| {
                        BatchError::Input(error.path().to_owned(), error.into())
                    })?,
                );
            }
            if named.len() == before {
                return Err(missing());
            }
        }
        let holders = named.iter().map(|path| {
            if path.is_dir() {
                path.as_path()
            } else {
                path.parent().unwrap_or(Path::new(""))
            }
        });
        let base = holders
            .map(Path::to_path_buf)
            .reduce(|one, two| common(&one, &two))
            .unwrap_or_default();
        Ok(Walk {
            named,
            base,
            list: None,
            unit,
            out: None,
            shard: None,
        })
    }

    /// The same walk, and after it the files that stand in a list, a name a line.
    pub fn with_list(mut self, list: PathBuf) -> Walk {
        self.list = Some(list);
        self
    }

    /// The same walk, but for one folder.
    pub fn without(mut self, out: &Path) -> Walk {
        self.out = out.canonicalize().ok();
        self
    }

    /// A part of the walk.
    pub fn with_shard(mut self, shard: Option<Shard>) -> Walk {
        self.shard = shard;
        self
    }

    /// What is found, in order.
    pub fn all(&self) -> impl Iterator<Item = Found> + Send + '_ {
        let named = self.named.iter().flat_map(|path| self.below(path));
        let listed = self.list.iter().flat_map(|list| self.listed(list));
        named
            .chain(listed)
            .filter(|found| match (found, self.shard) {
                (Found::Issue(Issue { name, .. }) | Found::Lost(name, _), Some(shard)) => {
                    shard.has(name)
                }
                _ => true,
            })
    }

    fn below<'a>(&'a self, root: &'a Path) -> Box<dyn Iterator<Item = Found> + Send + 'a> {
        if !root.is_dir() {
            return Box::new(std::iter::once(self.issue(root, vec![root.to_owned()])));
        }
        let walk = WalkDir::new(root)
            .follow_links(true)
            .sort_by(|one, two| {
                natural_order(
                    &one.file_name().to_string_lossy(),
                    &two.file_name().to_string_lossy(),
                )
            })
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !self.is_hidden(entry));
        let unit = self.unit;
        Box::new(walk.filter_map(move |entry| match entry {
            Err(error) => {
                let at = error.path().unwrap_or(root).to_owned();
                Some(Found::Lost(self.name(&at), error.to_string()))
            }
            Ok(entry) if entry.file_type().is_dir() => {
                (unit == Unit::Folder).then(|| self.folder(entry.path()))?
            }
            Ok(entry) => match unit {
                Unit::File if is_taken(entry.path()) => {
                    Some(self.issue(entry.path(), vec![entry.path().to_owned()]))
                }
                _ if is_taken(entry.path()) => None,
                _ => Some(Found::Passed(entry.into_path())),
            },
        }))
    }

    /// The issue whose pages are the files of a folder; none when there are none.
    fn folder(&self, folder: &Path) -> Option<Found> {
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return Some(Found::Lost(self.name(folder), error.to_string())),
        };
        let mut files: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.is_file() && is_taken(path) && !is_dotted(path))
            .collect();
        files.sort_by(|one, two| natural_order(&one.to_string_lossy(), &two.to_string_lossy()));
        (!files.is_empty()).then(|| self.issue(folder, files))
    }

    fn listed<'a>(&'a self, list: &'a Path) -> Box<dyn Iterator<Item = Found> + Send + 'a> {
        let file = match File::open(list) {
            Ok(file) => file,
            Err(error) => {
                return Box::new(std::iter::once(Found::Lost(
                    list.display().to_string(),
                    error.to_string(),
                )));
            }
        };
        Box::new(
            BufReader::new(file)
                .lines()
                // A list that cannot be read on would give the same error for ever.
                .map_while(Result::ok)
                .filter(|line| !line.trim().is_empty())
                .map(|line| {
                    let path = PathBuf::from(line.trim_end_matches('\r'));
                    let name = joined(&path);
                    Found::Issue(Issue {
                        name,
                        files: vec![path],
                    })
                }),
        )
    }

    fn issue(&self, at: &Path, files: Vec<PathBuf>) -> Found {
        if files.iter().any(|file| file.to_str().is_none()) {
            return Found::Lost(
                self.name(at),
                "the name of the file is not UTF-8; rename it".to_owned(),
            );
        }
        Found::Issue(Issue {
            name: self.name(at),
            files,
        })
    }

    fn name(&self, at: &Path) -> String {
        let below = at.strip_prefix(&self.base).unwrap_or(at);
        let name = joined(below);
        if !name.is_empty() {
            return name;
        }
        // The folder that was named is itself the issue.
        let whole = at.canonicalize().unwrap_or_else(|_| at.to_owned());
        let last = whole.file_name().unwrap_or_default().to_string_lossy();
        if last.is_empty() {
            "issue".to_owned()
        } else {
            last.into_owned()
        }
    }

    fn is_hidden(&self, entry: &walkdir::DirEntry) -> bool {
        is_dotted(entry.path())
            || (entry.file_type().is_dir()
                && self.out.is_some()
                && entry.path().canonicalize().ok() == self.out)
    }
}

fn is_dotted(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

fn is_taken(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    ENDINGS.iter().any(|known| ending == *known)
}

/// A path as the name of an issue: what would lead out of the folder of the outputs is left out.
fn joined(path: &Path) -> String {
    let parts = path.components().filter_map(|part| match part {
        Component::Normal(part) => Some(part.to_string_lossy()),
        _ => None,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// The longest path that both start with.
fn common(one: &Path, two: &Path) -> PathBuf {
    one.components()
        .zip(two.components())
        .take_while(|(one, two)| one == two)
        .map(|(part, _)| part)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// An archive of files of one letter each.
    fn archive(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder for the test");
        for name in names {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("it is in a folder")).expect("made");
            fs::write(path, "x").expect("written");
        }
        folder
    }

    fn names(walk: &Walk) -> Vec<String> {
        walk.all()
            .filter_map(|found| match found {
                Found::Issue(issue) => Some(issue.name),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn files_come_in_the_order_of_their_numbers() {
        let folder = archive(&[
            "b/page10.txt",
            "b/page9.txt",
            "a/x.txt",
            "a/photo.jpg",
            ".git/y.txt",
        ]);
        let walk = Walk::new(&[folder.path().to_owned()], Unit::File).expect("it is there");
        assert_eq!(names(&walk), ["a/x.txt", "b/page9.txt", "b/page10.txt"]);
        let passed = walk.all().filter(|found| matches!(found, Found::Passed(_)));
        assert_eq!(passed.count(), 1, "the photo is passed over, and said so");
    }

    #[test]
    fn a_folder_may_be_an_issue() {
        let folder = archive(&["1911/p2.txt", "1911/p10.txt", "1912/p1.txt"]);
        let walk = Walk::new(&[folder.path().to_owned()], Unit::Folder).expect("it is there");
        assert_eq!(names(&walk), ["1911", "1912"]);
        let Some(Found::Issue(first)) = walk.all().next() else {
            panic!("there is an issue");
        };
        let files: Vec<_> = first
            .files
            .iter()
            .filter_map(|file| file.file_name())
            .collect();
        assert_eq!(files, ["p2.txt", "p10.txt"]);
    }

    #[test]
    fn names_start_below_what_holds_them_all() {
        let folder = archive(&["a/x.txt", "b/x.txt"]);
        let root = folder.path();
        let both = Walk::new(&[root.join("a"), root.join("b")], Unit::File).expect("there");
        assert_eq!(names(&both), ["a/x.txt", "b/x.txt"]);
        let one = Walk::new(&[root.join("a/x.txt")], Unit::File).expect("there");
        assert_eq!(names(&one), ["x.txt"]);
        let pattern = Walk::new(&[root.join("*/x.txt")], Unit::File).expect("there");
        assert_eq!(names(&pattern), ["a/x.txt", "b/x.txt"]);
    }

    #[test]
    fn shards_share_all_issues_and_none_twice() {
        let all: Vec<String> = (0..200).map(|at| format!("{at}.txt")).collect();
        let refs: Vec<&str> = all.iter().map(String::as_str).collect();
        let folder = archive(&refs);
        let mut seen = Vec::new();
        for part in 1..=3 {
            let walk = Walk::new(&[folder.path().to_owned()], Unit::File)
                .expect("there")
                .with_shard(Some(Shard { part, of: 3 }));
            let here = names(&walk);
            assert!(here.len() > 30, "part {part} has only {}", here.len());
            seen.extend(here);
        }
        seen.sort();
        let mut all = all;
        all.sort();
        assert_eq!(seen, all);
    }

    #[test]
    fn a_name_in_a_list_cannot_leave_the_folder_of_the_outputs() {
        assert_eq!(joined(Path::new("/etc/../x/./y.txt")), "etc/x/y.txt");
        let folder = archive(&["list"]);
        fs::write(folder.path().join("list"), "a/b.txt\r\n\n../c.txt\n").expect("written");
        let walk = Walk::new(&[], Unit::File)
            .expect("nothing is named")
            .with_list(folder.path().join("list"));
        assert_eq!(names(&walk), ["a/b.txt", "c.txt"]);
    }
}
