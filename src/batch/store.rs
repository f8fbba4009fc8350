//! The folder of the outputs: everything is written aside and renamed into place, the record last.
//!
//! Knows files. A run that is killed leaves every file whole. After a loss of power the disk may lack what
//! was written last: no file is waited for, since that costs a quarter of the time, but the record of an
//! issue has the length of its outputs, and one whose outputs are not there is done again. Nothing here waits for another run: two runs on one folder write the same bytes
//! under names of their own and rename them, so that either may be killed at any moment. Layout of
//! the folder:
//!
//! ```text
//! OUT/1911/page1.txt.md              an output, named after its issue
//! OUT/.reglet/records/1911/page1.txt.json   what was made of it
//! OUT/.reglet/aside/RUN/             what a run is writing; swept up by the next one
//! OUT/report.html, OUT/report.jsonl  what the last run did
//! ```

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::BatchError;
use super::record::{Output, Record, hash};

/// The folder of reglet's own files in that of the outputs.
const OWN: &str = ".reglet";

/// The longest name of a file on the usual systems, in bytes, less what is added to it here.
const LONGEST_NAME: usize = 255 - 24;

/// The folder of the outputs, open for one run.
#[derive(Debug)]
pub struct Store {
    root: PathBuf,
    aside: tempfile::TempDir,
    // Held as long as the run lives: the sign that its files aside are not to be swept up.
    _alive: File,
}

impl Store {
    /// Opens the folder of the outputs, making it where there is none, and sweeps up what runs that
    /// were killed left aside.
    ///
    /// # Errors
    /// [`BatchError::Store`] when the folder cannot be made or written to.
    pub fn open(root: &Path) -> Result<Store, BatchError> {
        let wrong = |error| BatchError::Store(root.to_owned(), error);
        let runs = root.join(OWN).join("aside");
        fs::create_dir_all(&runs).map_err(wrong)?;
        let (aside, alive) = begin(&runs).map_err(wrong)?;
        sweep(&runs, aside.path());
        Ok(Store {
            root: root.to_owned(),
            aside,
            _alive: alive,
        })
    }

    /// A folder for what is not an output: it goes when the run ends.
    pub fn aside(&self) -> &Path {
        self.aside.path()
    }

    /// Puts the outputs of an issue into place, and then its record; outputs of an earlier run that
    /// are no longer made are removed. `files` are the endings and bytes of the outputs. An issue with a
    /// fault has none, and keeps those that it had.
    ///
    /// # Errors
    /// Those of the file system. What was in place before is then still whole.
    pub fn put(&self, mut record: Record, files: &[(&str, Vec<u8>)]) -> io::Result<Record> {
        let before = self.record(&record.issue);
        if record.fault.is_some() {
            record.outputs = before.map(|before| before.outputs).unwrap_or_default();
            self.put_record(&record)?;
            return Ok(record);
        }
        record.outputs = files
            .iter()
            .map(|(ending, bytes)| Output {
                path: format!("{}.{ending}", named(&record.issue)),
                bytes: bytes.len() as u64,
                hash: hash(bytes),
            })
            .collect();
        let aside: Vec<_> = files
            .iter()
            .map(|(_, bytes)| self.write_aside(bytes))
            .collect::<io::Result<_>>()?;
        for (file, output) in aside.into_iter().zip(&record.outputs) {
            place(file, &self.root.join(&output.path))?;
        }
        record.outputs.sort_by(|one, two| one.path.cmp(&two.path));
        self.put_record(&record)?;
        for old in before.into_iter().flat_map(|before| before.outputs) {
            if !record.outputs.iter().any(|output| output.path == old.path)
                && Path::new(&old.path).is_relative()
            {
                let _ = fs::remove_file(self.root.join(&old.path));
            }
        }
        Ok(record)
    }

    fn put_record(&self, record: &Record) -> io::Result<()> {
        let line = self.write_aside(format!("{}\n", record.line()).as_bytes())?;
        place(line, &self.record_path(&record.issue))
    }

    /// Puts a file of the run itself into place.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn put_own(&self, name: &str, file: tempfile::NamedTempFile) -> io::Result<()> {
        file.as_file().sync_all()?;
        place(file, &self.root.join(name))
    }

    /// A file of the run itself, to be filled and put into place.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn own(&self) -> io::Result<tempfile::NamedTempFile> {
        open_aside(self.aside.path())
    }

    /// What is on record of an issue.
    pub fn record(&self, issue: &str) -> Option<Record> {
        record(&self.root, issue)
    }

    /// Whether a record still holds and its outputs are there, each of its length.
    pub fn is_done(&self, issue: &str, content: &str, settings: &str) -> Option<Record> {
        is_done(&self.root, issue, content, settings)
    }

    fn record_path(&self, issue: &str) -> PathBuf {
        record_path(&self.root, issue)
    }

    fn write_aside(&self, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
        let mut file = open_aside(self.aside.path())?;
        file.write_all(bytes)?;
        Ok(file)
    }
}

/// What is on record of an issue in a folder of outputs, without opening it for a run.
pub fn record(root: &Path, issue: &str) -> Option<Record> {
    let mut text = String::new();
    File::open(record_path(root, issue))
        .ok()?
        .read_to_string(&mut text)
        .ok()?;
    serde_json::from_str(&text).ok()
}

/// Whether the record of an issue still holds and its outputs are there, each of its length.
pub fn is_done(root: &Path, issue: &str, content: &str, settings: &str) -> Option<Record> {
    let record = record(root, issue).filter(|record| record.holds(content, settings))?;
    let is_there = |output: &Output| {
        fs::metadata(root.join(&output.path)).is_ok_and(|meta| meta.len() == output.bytes)
    };
    record.outputs.iter().all(is_there).then_some(record)
}

fn record_path(root: &Path, issue: &str) -> PathBuf {
    root.join(OWN)
        .join("records")
        .join(format!("{}.json", named(issue)))
}

/// The name of an issue as a path: a part that is longer than a file's name may be is cut, and told
/// apart by a hash.
fn named(issue: &str) -> String {
    let part = |part: &str| {
        if part.len() <= LONGEST_NAME {
            return part.to_owned();
        }
        let cut = (0..=LONGEST_NAME - 17)
            .rev()
            .find(|at| part.is_char_boundary(*at))
            .unwrap_or_default();
        format!("{}~{}", &part[..cut], &hash(part.as_bytes())[..16])
    };
    issue.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// A folder for the files of a run, and the lock that says that it lives. Until it is locked, the
/// sweep of another run may take the folder for a dead one's and remove it: then it is made again.
fn begin(runs: &Path) -> io::Result<(tempfile::TempDir, File)> {
    for _ in 0..16 {
        let aside = tempfile::Builder::new().prefix("run-").tempdir_in(runs)?;
        let sign = aside.path().join("alive");
        let Ok(alive) = File::create(&sign) else {
            continue;
        };
        // On a file system without locks every run is taken for a living one.
        let _ = alive.try_lock();
        if sign.exists() {
            return Ok((aside, alive));
        }
    }
    Err(io::Error::other(
        "its folder for unfinished files is taken away again and again",
    ))
}

/// Removes what runs left that were killed.
fn sweep(runs: &Path, mine: &Path) {
    for entry in fs::read_dir(runs).into_iter().flatten().flatten() {
        let path = entry.path();
        if path == mine {
            continue;
        }
        let sign = File::open(path.join("alive"));
        // Without a sign it is a run that has just begun, or one that is nearly gone.
        if sign.is_ok_and(|sign| sign.try_lock().is_ok()) {
            let _ = fs::remove_dir_all(path);
        }
    }
}

fn open_aside(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

fn place(file: tempfile::NamedTempFile, path: &Path) -> io::Result<()> {
    let file = match file.persist(path) {
        Ok(_) => return Ok(()),
        Err(error) if error.error.kind() == io::ErrorKind::NotFound => error.file,
        Err(error) => return Err(error.error),
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    file.persist(path).map(|_| ()).map_err(|error| error.error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record_of(issue: &str) -> Record {
        let mut record = Record::of(issue);
        (record.content, record.settings) = ("c".into(), "s".into());
        record
    }

    #[test]
    fn what_was_put_is_done_until_it_is_touched() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let store = Store::open(folder.path()).expect("it can be written to");
        let files = [("md", b"one".to_vec()), ("txt", b"two".to_vec())];
        store.put(record_of("1911/p1.txt"), &files).expect("put");
        assert!(store.is_done("1911/p1.txt", "c", "s").is_some());
        assert!(store.is_done("1911/p1.txt", "c", "other").is_none());
        let md = folder.path().join("1911/p1.txt.md");
        assert_eq!(fs::read(&md).expect("it is there"), b"one");
        fs::write(&md, "longer").expect("written");
        assert!(store.is_done("1911/p1.txt", "c", "s").is_none());
    }

    #[test]
    fn outputs_that_are_no_longer_made_go() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let store = Store::open(folder.path()).expect("it can be written to");
        let both = [("md", b"one".to_vec()), ("txt", b"two".to_vec())];
        store.put(record_of("p"), &both).expect("put");
        store.put(record_of("p"), &both[..1]).expect("put");
        assert!(folder.path().join("p.md").exists());
        assert!(!folder.path().join("p.txt").exists());
    }

    #[test]
    fn what_a_dead_run_left_is_swept_up_and_a_living_one_is_not() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let dead = folder.path().join(".reglet/aside/run-dead");
        fs::create_dir_all(&dead).expect("made");
        fs::write(dead.join("alive"), "").expect("written");
        let first = Store::open(folder.path()).expect("it can be written to");
        assert!(!dead.exists());
        let second = Store::open(folder.path()).expect("two runs may share a folder");
        assert!(first.aside().exists() && second.aside().exists());
    }

    #[test]
    fn a_very_long_name_still_has_a_file() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let store = Store::open(folder.path()).expect("it can be written to");
        let name = format!("{}.txt", "ä".repeat(120));
        let put = store.put(record_of(&name), &[("audit.jsonl", Vec::new())]);
        assert!(
            folder
                .path()
                .join(&put.expect("put").outputs[0].path)
                .exists()
        );
    }
}
