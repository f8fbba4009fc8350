//! What a page draws, as far as reading needs it: glyphs with their places, rules, pictures.

use std::hash::{Hash as _, Hasher};
use std::panic::resume_unwind;

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Shape as _};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
};

/// The most that a page may draw before it is no page: a map or a chart has some 100,000 strokes.
const MOST_CALLS: usize = 4_000_000;

/// The most glyphs of a page.
const MOST_GLYPHS: usize = 600_000;

/// Why an interpretation was left: the page draws without end.
pub(super) struct Enough;

/// A glyph that was shown.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown {
    /// What it means; empty for a space, `None` where the font does not say.
    pub text: Option<String>,
    /// Its code, where it is of a font that names its glyphs itself (Type 3).
    pub code: Option<u8>,
    /// Where its baseline begins.
    pub origin: Point,
    /// Where the next glyph would begin.
    pub end: Point,
    /// One em upward.
    pub up: (f64, f64),
    /// Which font it is of.
    pub face: u64,
    /// Whether it is not to be seen: the text that OCR lays under its scan.
    pub unseen: bool,
}

/// Collects what a page draws.
pub(super) struct Glyphs {
    /// The page.
    whole: Rect,
    /// The glyphs, in the order in which they are drawn, which means nothing.
    pub shown: Vec<Shown>,
    /// Thin rectangles and lines.
    pub rules: Vec<Rect>,
    /// Pictures.
    pub pictures: Vec<Rect>,
    /// Filled shapes that may stand for pictures.
    pub tints: Vec<Rect>,
    calls: usize,
}

impl Glyphs {
    pub(super) fn new(whole: Rect) -> Glyphs {
        Glyphs {
            whole,
            shown: Vec::new(),
            rules: Vec::new(),
            pictures: Vec::new(),
            tints: Vec::new(),
            calls: 0,
        }
    }

    fn count(&mut self) {
        self.calls += 1;
        if self.calls > MOST_CALLS || self.shown.len() > MOST_GLYPHS {
            // Caught where the page's reading was started; no panic, and so no message of one.
            resume_unwind(Box::new(Enough));
        }
    }

    fn shape(&mut self, area: Rect) {
        let area = area.intersect(self.whole);
        let (width, height) = (area.width(), area.height());
        if !(width.is_finite() && height.is_finite()) {
            return;
        }
        if width.min(height) <= 3.0 {
            if width.max(height) >= 18.0 {
                self.rules.push(area);
            }
        } else if width > 24.0 && height > 24.0 {
            self.tints.push(area);
        }
    }
}

/// A hasher that keeps the first long number written to it. The hash of a glyph's name begins with
/// that of its font's program, which is the one way to tell Type 1 fonts apart.
#[derive(Default)]
struct FirstNumber(Option<u128>);

impl Hasher for FirstNumber {
    fn finish(&self) -> u64 {
        self.0.unwrap_or(0) as u64
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u128(&mut self, number: u128) {
        self.0.get_or_insert(number);
    }
}

fn face_of(glyph: &Glyph) -> u64 {
    let mut hasher = FirstNumber::default();
    match glyph {
        Glyph::Outline(outline) => outline.identifier().hash(&mut hasher),
        Glyph::Type3(_) => {}
    }
    hasher.finish()
}

/// What a glyph means; a string without characters is a space.
fn meaning(glyph: &Glyph) -> Option<String> {
    let text = match glyph.as_unicode()? {
        BfString::Char(c) => c.to_string(),
        BfString::String(text) => text,
    };
    let private = |c: char| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}' | '\u{f0000}'..);
    if text.chars().any(private) || text.is_empty() {
        return None;
    }
    if text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return None;
    }
    Some(text.chars().filter(|c| !c.is_whitespace()).collect())
}

impl<'a> Device<'a> for Glyphs {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.count();
        if !matches!(mode, DrawMode::Invisible) && path.elements().len() <= 16 {
            let area = props.transform.transform_rect_bbox(path.bounding_box());
            self.shape(area);
        }
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, mode: &DrawMode) {
        self.count();
        if !matches!(mode, DrawMode::Invisible) {
            let area = props.transform.transform_rect_bbox(*rect);
            self.shape(area);
        }
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.count();
        // Filled and stroked text is drawn twice.
        if matches!(mode, DrawMode::Stroke(_))
            && self.shown.last().is_some_and(|last| {
                run.glyphs().last().is_some_and(|glyph| {
                    let origin = (props.transform * glyph.transform()) * Point::ORIGIN;
                    origin.distance(last.origin) < 0.01
                })
            })
        {
            return;
        }
        let unseen = matches!(mode, DrawMode::Invisible);
        let face = run.glyphs().first().map_or(0, |glyph| face_of(glyph));
        for glyph in run.glyphs() {
            let place: Affine = props.transform * glyph.transform();
            let advance = match &**glyph {
                Glyph::Outline(outline) => outline.advance_width(),
                Glyph::Type3(type3) => type3.advance_width(),
            };
            let advance = f64::from(advance.unwrap_or(500.0));
            let origin = place * Point::ORIGIN;
            let end = place * Point::new(advance, 0.0);
            let up = place * Point::new(0.0, 1000.0) - origin;
            let finite = origin.is_finite() && end.is_finite() && up.is_finite();
            // What stands outside the page is nobody's to read.
            let seen = self.whole.inflate(2.0, 2.0).contains(origin);
            if finite && seen && up.hypot() > 0.3 {
                let code = match &**glyph {
                    Glyph::Type3(type3) => u8::try_from(type3.char_code()).ok(),
                    Glyph::Outline(_) => None,
                };
                self.shown.push(Shown {
                    text: meaning(glyph),
                    code,
                    origin,
                    end,
                    up: (up.x, up.y),
                    face,
                    unseen,
                });
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.count();
        let size = Rect::new(
            0.0,
            0.0,
            f64::from(image.width()),
            f64::from(image.height()),
        );
        let area = props
            .transform
            .transform_rect_bbox(size)
            .intersect(self.whole);
        if !(area.width() > 0.0 && area.height() > 0.0) {
            return;
        }
        self.pictures.push(area);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.count();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.count();
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
