//! A zip archive: the pages of an issue in the natural order of their names, or as its METS says.

use std::cell::RefCell;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::format::{self, Format};
use super::{Found, MAX_PAGES, MAX_UNPACKED, ReadError, gzip, mets, natural_order};

const WHAT: &str = "a zip archive";

/// Files of an archive; an issue has some hundreds.
const MOST: usize = 100_000;

/// Reads the pages in an archive.
///
/// # Errors
/// [`ReadError::Unpack`], [`ReadError::Bomb`], and what is wrong with its only page.
pub(super) fn pages(name: &str, bytes: Vec<u8>) -> Result<Found, ReadError> {
    let unpack = |error: zip::result::ZipError| ReadError::Unpack {
        what: WHAT,
        why: error.to_string(),
    };
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(unpack)?;
    if archive.len() > MOST {
        return Err(ReadError::Bomb { what: WHAT });
    }
    let mut names: Vec<String> = archive
        .file_names()
        .flatten()
        .map(std::borrow::Cow::into_owned)
        .collect();
    // Of word processors and e-books the pages are not pages.
    if names
        .iter()
        .any(|name| name == "[Content_Types].xml" || name == "mimetype")
    {
        return Err(ReadError::Binary {
            byte: 0,
            looks_like: Some("a document of an office program or an e-book"),
        });
    }
    names.retain(|name| is_page(name));
    if names.len() > MAX_PAGES {
        return Err(ReadError::Damaged {
            what: WHAT,
            why: "it has more pages than any issue".to_owned(),
        });
    }
    names.sort_by(|a, b| natural_order(a, b));
    let left = RefCell::new((archive, MAX_UNPACKED));
    let fetch = |name: &str| -> Result<Vec<u8>, ReadError> {
        let (archive, left) = &mut *left.borrow_mut();
        let file = archive.by_name(name).map_err(unpack)?;
        let mut bytes = Vec::new();
        let read = file.take(*left as u64 + 1).read_to_end(&mut bytes);
        read.map_err(|error| unpack(error.into()))?;
        *left = left
            .checked_sub(bytes.len())
            .ok_or(ReadError::Bomb { what: WHAT })?;
        gzip::unpacked(bytes)
    };
    let mut found = Found::default();
    let mut files = Vec::new();
    for file in &names {
        let bytes = match fetch(file) {
            Ok(bytes) => bytes,
            Err(bomb @ ReadError::Bomb { .. }) => return Err(bomb),
            Err(error) => {
                found.unread(&format!("{name}/{file}"), &error);
                continue;
            }
        };
        if format::of(&bytes) == Format::Mets {
            let folder = file.rfind('/').map_or("", |at| &file[..=at]);
            let beside = |path: &str| fetch(&format!("{folder}{path}")).ok();
            return mets::pages(&format!("{name}/{file}"), &bytes, &beside);
        }
        files.push((file, bytes));
    }
    for (file, bytes) in files {
        let inner = format!("{name}/{file}");
        if format::of(&bytes) == Format::Zip {
            found.unread(
                &inner,
                &ReadError::Unpack {
                    what: WHAT,
                    why: "it lies inside another".to_owned(),
                },
            );
        } else {
            found.take(&inner, bytes, &|_| None);
        }
    }
    if found.pages.is_empty() {
        return Err(match found.remarks.first() {
            Some(remark) => ReadError::Damaged {
                what: WHAT,
                why: format!("nothing in it can be read; of {remark}"),
            },
            None => ReadError::Empty,
        });
    }
    Ok(found)
}

/// Whether a file of an archive may be a page: pictures and the leavings of archivers are none.
fn is_page(name: &str) -> bool {
    const OTHERS: &[&str] = &[
        "jpg", "jpeg", "png", "gif", "tif", "tiff", "jp2", "bmp", "db", "ini", "css", "js", "csv",
    ];
    let file = name.rsplit('/').next().unwrap_or_default();
    let ending = file
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    !(file.is_empty()
        || file.starts_with('.')
        || name.starts_with("__MACOSX/")
        || OTHERS.contains(&ending.as_str()))
}
