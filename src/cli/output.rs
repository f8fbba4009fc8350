//! Writing outputs: aside first, then all of them into place, or none.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek as _, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::exit::Exit;
use super::failure::{Failure, named, reason};

/// Where an output goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Standard output.
    Stdout,
    /// A regular file, there already or not, put into place as a whole.
    File(PathBuf),
    /// A device or a pipe, written as it is.
    Device(PathBuf),
}

impl Target {
    /// The target that a path names, checked as far as it can be checked before the work.
    pub fn new(path: &Path) -> Result<Target, Failure> {
        if path == Path::new("-") {
            return Ok(Target::Stdout);
        }
        let path = followed(path);
        let wrong = |message: &str, advice: &str| {
            Failure::new(Exit::Output, message, advice).in_file(&named(&path))
        };
        if let Ok(meta) = fs::metadata(&path) {
            if meta.is_dir() {
                return Err(wrong(
                    "the output is a folder",
                    "add the name of a file in it",
                ));
            }
            if !meta.is_file() {
                return Ok(Target::Device(path));
            }
            if meta.permissions().readonly() {
                return Err(wrong(
                    "the file is write-protected",
                    "choose another name, or allow writing",
                ));
            }
        } else if path.file_name().is_none() || named(&path).ends_with('/') {
            return Err(wrong("this names no file", "add the name of a file"));
        }
        match fs::metadata(folder(&path)) {
            Ok(meta) if meta.is_dir() => Ok(Target::File(path)),
            Ok(_) => Err(wrong(
                "a part of the path is no folder",
                "check the path of the output",
            )),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(wrong(
                "its folder does not exist",
                "make the folder first, or check the path",
            )),
            Err(error) => Err(wrong(&reason(&error), "check the path of the output")),
        }
    }

    /// The file system's own name of the target, to tell whether two are one.
    fn identity(&self) -> Option<PathBuf> {
        match self {
            Target::Stdout => Some(PathBuf::from("-")),
            Target::Device(_) => None,
            Target::File(path) => fs::canonicalize(path).ok().or_else(|| {
                let name = path.file_name()?;
                Some(fs::canonicalize(folder(path)).ok()?.join(name))
            }),
        }
    }

    /// Whether both are the same file, by whatever name.
    pub fn is_same(&self, other: &Target) -> bool {
        match (self, other) {
            (Target::File(one), Target::File(two)) if is_linked(one, two) => true,
            _ => self.identity().is_some() && self.identity() == other.identity(),
        }
    }

    /// Whether writing here would overwrite that input.
    pub fn overwrites(&self, input: &Path) -> bool {
        match self {
            Target::File(path) => {
                is_linked(path, input)
                    || (self.identity().is_some()
                        && fs::canonicalize(input).ok() == self.identity())
            }
            _ => false,
        }
    }
}

/// An output that is written while the work goes on: aside, until it is put into place.
pub struct Draft {
    target: Target,
    aside: BufWriter<NamedTempFile>,
}

impl Draft {
    /// Begins one.
    pub fn new(target: Target) -> Result<Draft, Failure> {
        let aside = match &target {
            Target::File(path) => aside(path).map_err(|error| cannot(path, &error)),
            _ => NamedTempFile::new().map_err(|error| cannot(&std::env::temp_dir(), &error)),
        };
        Ok(Draft {
            target,
            aside: BufWriter::with_capacity(1 << 16, aside?),
        })
    }

    /// Why it cannot be written.
    pub fn failure(&self, error: &io::Error) -> Failure {
        match &self.target {
            Target::File(path) | Target::Device(path) => cannot(path, error),
            Target::Stdout => cannot(&std::env::temp_dir(), error),
        }
    }

    /// Writes what is still held back; gives the file, at its start.
    fn done(self) -> Result<(Target, NamedTempFile), Failure> {
        let Draft { target, aside } = self;
        let wrong = |error: &io::Error| match &target {
            Target::File(path) | Target::Device(path) => cannot(path, error),
            Target::Stdout => cannot(&std::env::temp_dir(), error),
        };
        let mut file = aside.into_inner().map_err(|error| wrong(error.error()))?;
        let sync = match target {
            Target::File(_) => file.as_file().sync_all(),
            _ => file.rewind(),
        };
        sync.map_err(|error| wrong(&error))?;
        Ok((target, file))
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.aside.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.aside.flush()
    }
}

/// Writes all outputs, or none: every file is written aside and flushed to the disk before the
/// first one is put into place.
pub fn commit(outputs: Vec<(Target, Vec<u8>)>) -> Result<(), Failure> {
    commit_with(None, outputs)
}

/// The same, with an output that has been written already.
pub fn commit_with(draft: Option<Draft>, outputs: Vec<(Target, Vec<u8>)>) -> Result<(), Failure> {
    let draft = draft.map(Draft::done).transpose()?;
    let mut aside = Vec::new();
    for (target, bytes) in &outputs {
        if let Target::File(path) = target {
            let file = write_aside(path, bytes).map_err(|error| cannot(path, &error))?;
            aside.push((path, file));
        }
    }
    for (target, bytes) in &outputs {
        match target {
            Target::File(_) => {}
            Target::Stdout => {
                let mut out = io::stdout().lock();
                match out.write_all(bytes).and_then(|()| out.flush()) {
                    // The reader has had enough: that is its right, and no failure of ours.
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
                    done => done.map_err(|error| cannot(Path::new("standard output"), &error))?,
                }
            }
            Target::Device(path) => File::options()
                .write(true)
                .open(path)
                .and_then(|mut device| device.write_all(bytes))
                .map_err(|error| cannot(path, &error))?,
        }
    }
    match draft {
        Some((Target::File(path), file)) => place(file, &path)?,
        Some((target, mut file)) => {
            let (path, copied) = match &target {
                Target::Device(path) => {
                    let device = File::options().write(true).open(path);
                    let copied = device.and_then(|mut device| io::copy(&mut file, &mut device));
                    (path.as_path(), copied)
                }
                _ => {
                    let mut out = io::stdout().lock();
                    let copied = io::copy(&mut file, &mut out).and_then(|_| out.flush());
                    (Path::new("standard output"), copied.map(|()| 0))
                }
            };
            match copied {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
                done => done.map(|_| ()).map_err(|error| cannot(path, &error))?,
            }
        }
        None => {}
    }
    for (path, file) in aside {
        place(file, path)?;
    }
    Ok(())
}

/// Puts a file that was written aside into place.
fn place(file: NamedTempFile, path: &Path) -> Result<(), Failure> {
    file.persist(path)
        .map_err(|error| cannot(path, &error.error))?;
    // The name itself is on the disk only when the folder is. Not every system can do this.
    let _ = File::open(folder(path)).and_then(|folder| folder.sync_all());
    Ok(())
}

fn write_aside(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut file = aside(path)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// An empty file beside a path, with the permissions that the file there has or would have.
fn aside(path: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".reglet-").suffix(".part");
    let existing = fs::metadata(path).ok().map(|meta| meta.permissions());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // What any program gets for a new file, less the umask; a temporary file alone would be
        // readable by nobody else.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let file = builder.tempfile_in(folder(path))?;
    if let Some(permissions) = existing {
        file.as_file().set_permissions(permissions)?;
    }
    Ok(file)
}

fn cannot(path: &Path, error: &io::Error) -> Failure {
    let advice = match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "choose a folder that you may write to"
        }
        io::ErrorKind::StorageFull => "free some space, or choose another disk",
        _ => "choose another place for the output",
    };
    Failure::new(
        Exit::Output,
        format!("cannot be written: {}", reason(error)),
        advice,
    )
    .in_file(&named(path))
}

/// The folder that holds a file.
fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// The path at the end of a chain of symbolic links, so that the file is replaced and not a link.
fn followed(path: &Path) -> PathBuf {
    let mut path = path.to_path_buf();
    // As many links as Linux follows (path_resolution(7)).
    for _ in 0..40 {
        match fs::read_link(&path) {
            Ok(next) => path = folder(&path).join(next),
            Err(_) => break,
        }
    }
    path
}

#[cfg(unix)]
fn is_linked(one: &Path, two: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    match (fs::metadata(one), fs::metadata(two)) {
        (Ok(one), Ok(two)) => one.is_file() && (one.dev(), one.ino()) == (two.dev(), two.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_linked(_: &Path, _: &Path) -> bool {
    false
}
