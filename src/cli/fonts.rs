//! The faces that pages are set with: the embedded ones, and those of `--font-dir`.

use std::fs;
use std::path::{Path, PathBuf};

use reglet::font::Fonts;

use super::exit::Exit;
use super::failure::{Failure, named, reason};
use super::input::{self, Kind};

/// The embedded faces and those of a folder.
pub fn load(folder: Option<&Path>) -> Result<Fonts, Failure> {
    let mut fonts = Fonts::embedded();
    let Some(folder) = folder else {
        return Ok(fonts);
    };
    for path in files(folder)? {
        let name = named(&path);
        fonts
            .add_file(&name, input::read(&path, Kind::Font)?)
            .map_err(|error| Failure::of(Exit::Form, &error))?;
    }
    Ok(fonts)
}

/// The font files of a folder, in the order of their names, so that the page does not depend on the
/// order of the disk.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let wrong = |error: std::io::Error| {
        Failure::new(
            Exit::Input,
            reason(&error).replace("such file", "such folder"),
            "--font-dir names a folder with .otf, .ttf or .ttc files",
        )
        .in_file(&named(folder))
    };
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        if is_font(&path) {
            files.push(path);
        }
    }
    if files.is_empty() {
        return Err(Failure::new(
            Exit::Input,
            "there is no font in it",
            "--font-dir names a folder with .otf, .ttf or .ttc files",
        )
        .in_file(&named(folder)));
    }
    files.sort();
    Ok(files)
}

fn is_font(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    ["otf", "ttf", "ttc", "otc"]
        .iter()
        .any(|known| ending == *known)
}
