//! The pictures of pages as they were found, put to the captions that stand by them.
//!
//! Knows where captions and pictures stand on their pages; nothing of formats.

use std::collections::{BTreeMap, HashSet};

use crate::edition::{Block, BlockKind, Edition};
use crate::makeup::PictureSource;
use crate::model::{Area, Page};
use crate::read::Photo;

/// Pictures by the names that an edition gives them.
#[derive(Clone, Debug, Default)]
pub struct Album(BTreeMap<String, Vec<u8>>);

impl Album {
    /// The picture of a name.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.0.get(name).map(Vec::as_slice)
    }

    /// Names and pictures, in order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0
            .iter()
            .map(|(name, file)| (name.as_str(), file.as_slice()))
    }
}

impl PictureSource for Album {
    fn picture(&self, name: &str) -> Result<Vec<u8>, String> {
        let found = self.get(name).map(<[u8]>::to_vec);
        found.ok_or_else(|| "the page has no such picture".to_owned())
    }
}

/// A caption stands no further from its picture than this, in heights of its type.
const NEAR: f32 = 4.0;

/// How much further a picture beside or under its caption counts, in heights of its type: most
/// captions stand under their pictures.
const BESIDE: f32 = 2.0;
const UNDER: f32 = 3.0;

/// The edition with a picture for every caption that stands by one on its page, and the pictures.
/// Every picture is used once. Captions that name a file already keep it.
pub fn illustrate(edition: &Edition, pages: &[Page], photos: Vec<Photo>) -> (Edition, Album) {
    let mut edition = edition.clone();
    let mut near: Vec<(f32, (usize, usize), usize)> = Vec::new();
    for (story, article) in edition.articles.iter().enumerate() {
        for (at, block) in article.blocks.iter().enumerate() {
            if block.kind != BlockKind::Caption || block.picture.is_some() {
                continue;
            }
            let Some((page, place, height)) = place(block, pages) else {
                continue;
            };
            for (number, photo) in photos.iter().enumerate() {
                if photo.page == page.source.name
                    && let Some(far) = distance(&place, &photo.area, height)
                {
                    near.push((far, (story, at), number));
                }
            }
        }
    }
    near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let (mut served, mut used) = (HashSet::new(), HashSet::new());
    let mut pairs: Vec<((usize, usize), usize)> = Vec::new();
    for (_, caption, number) in near {
        if !served.contains(&caption) && !used.contains(&number) {
            served.insert(caption);
            used.insert(number);
            pairs.push((caption, number));
        }
    }
    pairs.sort_unstable();
    let mut files: Vec<Option<Vec<u8>>> =
        photos.into_iter().map(|photo| Some(photo.file)).collect();
    let mut album = Album::default();
    for (nth, ((story, at), number)) in pairs.into_iter().enumerate() {
        let Some(file) = files[number].take() else {
            continue;
        };
        let ending = if file.starts_with(b"\x89PNG") {
            "png"
        } else {
            "jpg"
        };
        let name = format!("picture-{}.{ending}", nth + 1);
        edition.articles[story].blocks[at].picture = Some(name.clone());
        album.0.insert(name, file);
    }
    (edition, album)
}

/// Where a caption stands: its page, its box, and the height of its type.
fn place<'p>(block: &Block, pages: &'p [Page]) -> Option<(&'p Page, Area, f32)> {
    let mut found: Option<(&Page, Area, f32)> = None;
    for source in &block.source {
        let page = pages.iter().find(|page| page.source.name == source.file)?;
        let table = page.source.geometry.as_ref()?;
        let bytes = source.bytes[0]..source.bytes[1];
        let Some(spot) = table.spot(bytes.clone()) else {
            continue;
        };
        found = match found {
            Some((first, area, height)) if first.source.name == page.source.name => {
                Some((first, area.with(&spot.area), height))
            }
            Some(first) => Some(first),
            None => {
                let height = table.words_in(bytes).first()?.area.height;
                Some((page, spot.area, height))
            }
        };
    }
    found
}

/// How far a caption is from a picture, in heights of its type; `None` when it is not its own.
fn distance(caption: &Area, picture: &Area, height: f32) -> Option<f32> {
    let height = height.max(0.01);
    let across = caption.right().min(picture.right()) - caption.x.max(picture.x);
    let down = caption.bottom().min(picture.bottom()) - caption.y.max(picture.y);
    let far = if across > 0.3 * caption.width.min(picture.width) {
        let below = (caption.y - picture.bottom()) / height;
        let above = (picture.y - caption.bottom()) / height;
        // Words may stand a little inside the box of the picture.
        if below > -1.5 && below >= above {
            below.max(0.0)
        } else if above > -1.5 {
            above.max(0.0) + UNDER
        } else {
            return None;
        }
    } else if down > 0.5 * caption.height {
        -across / height + BESIDE
    } else {
        return None;
    };
    (far <= NEAR + UNDER).then_some(far)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_above_goes_before_the_one_beside_and_below() {
        let caption = Area::new(100.0, 300.0, 200.0, 310.0);
        let far = |picture| distance(&caption, &picture, 10.0);
        let above = far(Area::new(100.0, 200.0, 220.0, 295.0)).expect("near");
        let beside = far(Area::new(210.0, 250.0, 300.0, 320.0)).expect("near");
        let below = far(Area::new(100.0, 315.0, 200.0, 400.0)).expect("near");
        assert!(above < beside && beside < below);
        assert_eq!(far(Area::new(100.0, 20.0, 200.0, 120.0)), None);
        assert_eq!(far(Area::new(400.0, 20.0, 500.0, 120.0)), None);
    }
}
