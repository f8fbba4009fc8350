//! Pages of a PDF as pictures, for people to look at on a screen.
//!
//! Knows how big a picture is to be; what a PDF is, its renderer knows.

use std::fmt;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

/// The most pages that are made into pictures.
pub const MOST: usize = 200;

/// A page as a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The PNG file.
    pub png: Vec<u8>,
    /// Width and height in pixels.
    pub size: (u32, u32),
}

/// Why pages could not be made into pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RasterError {
    /// The file is no PDF that can be read.
    NotRead,
    /// A page could not be made into a picture; counted from 1.
    Page(usize),
}

impl fmt::Display for RasterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RasterError::NotRead => write!(
                f,
                "the PDF cannot be read; is it whole, and without a password?"
            ),
            RasterError::Page(page) => write!(
                f,
                "page {page} cannot be made into a picture; compare the texts alone"
            ),
        }
    }
}

impl std::error::Error for RasterError {}

/// The pages of a PDF, each `width` pixels wide, at most [`MOST`] of them.
///
/// # Errors
/// [`RasterError`] when the file cannot be read or drawn.
pub fn pages(pdf: &[u8], width: u32) -> Result<Vec<Picture>, RasterError> {
    let pdf = Pdf::new(pdf.to_vec()).map_err(|_| RasterError::NotRead)?;
    let cache = RenderCache::new();
    let interpreter = InterpreterSettings::default();
    let mut pictures = Vec::new();
    for (number, page) in pdf.pages().iter().take(MOST).enumerate() {
        let (across, down) = page.render_dimensions();
        // A page may say that it is a hair wide, or a mile high.
        let scale = width as f32 / across.max(1.0);
        let scale = scale.min(8000.0 / down.max(1.0)).min(8.0);
        let paper = PixmapSettings {
            x_scale: scale,
            y_scale: scale,
            bg_color: WHITE,
        };
        let drawn = render(
            page,
            &cache,
            &interpreter,
            &RenderSettings::default(),
            &paper,
        );
        let size = (u32::from(drawn.width()), u32::from(drawn.height()));
        let png = drawn
            .into_png()
            .map_err(|_| RasterError::Page(number + 1))?;
        pictures.push(Picture { png, size });
    }
    Ok(pictures)
}
