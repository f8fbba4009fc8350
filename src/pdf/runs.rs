//! Glyph runs -> text operators: places, adjustments, and what each glyph says to a reader.
//!
//! Knows clusters and the arithmetic of the pen; not pages, elements or files.

use super::content::{Content, Shown, milli};
use super::divided::Division;
use super::faces::{Faces, Shape};
use crate::frame::{Glyph, GlyphRun};
use crate::units::Length;

/// What a reader of text gets for a glyph that says nothing of its own: WORD JOINER, which has no
/// width and breaks no word. The empty text is not allowed (ISO 19005-2, 6.2.11.7.2).
const NOTHING: &str = "\u{2060}";

/// What a reader gets for a hyphen that line breaking put there.
const SOFT_HYPHEN: &str = "\u{AD}";

/// What follows the last glyph of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// Another line of the same element.
    Line,
    /// Nothing: the element ends here.
    End,
    /// More of the same line, or what a later page may bring.
    Unknown,
}

/// An empty box to be drawn where a glyph is missing.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Missing {
    /// Left edge from the start of the run, in thousandths of a point.
    pub x: i64,
    /// Width of the box, in thousandths of a point.
    pub width: i64,
    /// What it stands for.
    pub text: String,
}

/// Glyphs that stand for one stretch of text.
struct Cluster<'r> {
    glyphs: &'r [Glyph],
    text: &'r str,
    /// First byte of the text in the run's.
    start: usize,
}

/// How far a glyph may stand from its place before it is moved there: 4 µm, less than half a dot of a
/// plate at 2,540 dots to the inch.
const TOLERANCE: f64 = 0.012;

/// The longest step between two glyphs, in thousandths of the em: numbers beyond are no type.
const FARTHEST_STEP: f64 = 1e7;

/// The pen of one run, in thousandths of the em before stretching: where it is by the widths and
/// adjustments written, and where the run wants it. The difference is brought below the tolerance
/// before each glyph is shown, so text cannot drift from its place.
struct Pen {
    is: f64,
    wanted: f64,
    per_length: f64,
    /// What the tracking that is written adds after every glyph.
    tracking: f64,
    /// What is added after every space that can be widened.
    word: f64,
    /// [`TOLERANCE`] at this size, at least the half thousandth that rounding takes.
    tolerance: f64,
}

/// Writes a run into the open text object, or into a new one. `origin` is its start in thousandths of
/// a point from the lower left corner of the sheet. `after` is what follows it, `division` what it has to do
/// with divided words; `last` when no more of its element stands together with it. Gives the boxes to draw for glyphs that are missing.
pub(super) fn write_run(
    content: &mut Content,
    faces: &mut Faces<'_>,
    run: &GlyphRun,
    origin: (i64, i64),
    after: After,
    division: &Division,
    last: bool,
) -> Vec<Missing> {
    let size = milli(run.size);
    let em = run.size.0.saturating_mul(i64::from(run.stretch));
    if run.glyphs.is_empty() || em <= 0 || size <= 0 {
        return Vec::new();
    }
    // Tracking is stretched with the glyphs (9.3.3): it is written as it is before.
    let tracking = milli(run.tracking.ratio(1000, i64::from(run.stretch)));
    let per_length = 1_000_000.0 / em as f64;
    let spaces = spaces(
        run,
        faces,
        per_length,
        tracking as f64 * 1000.0 / size as f64,
    );
    let word = match widening(&spaces) {
        Some(units) => (units * size as f64 / 1000.0).round() as i64,
        None => content.widened(),
    };
    let mut line = Line {
        content,
        faces,
        run,
        origin,
        due: 0.0,
        size,
        shown: Shown::new(),
        font: None,
        tracking,
        word,
        spoken_for: false,
        hushed: false,
        pen: Pen {
            tracking: tracking as f64 * 1000.0 / size as f64,
            word: word as f64 * 1000.0 / size as f64,
            is: 0.0,
            wanted: 0.0,
            per_length,
            tolerance: (TOLERANCE * 1e6 / size as f64).clamp(0.5, 2.0),
        },
        missing: Vec::new(),
    };
    line.content.begin_text();
    let (glyphs, hyphen) = match run.glyphs.split_last() {
        Some((last, rest)) if run.soft_hyphen => (rest, Some(last)),
        _ => (run.glyphs.as_slice(), None),
    };
    let (text, space) = split_trailing_space(&run.text, glyphs);
    // Poppler takes a word's own hyphen at a line's end for one of the line's, drops it and joins what
    // follows. So the span says the hyphen and the break, or the hyphen and the end.
    let own_hyphen = hyphen.is_none() && text.ends_with('-');
    let end = match after {
        After::Line if own_hyphen => SOFT_HYPHEN,
        After::End if own_hyphen => " ",
        _ => "",
    };
    let mut span = run.language.as_deref().map_or(Vec::new(), language_entry);
    if is_tight(run, glyphs, line.faces) {
        let end = if hyphen.is_some() { SOFT_HYPHEN } else { end };
        span.extend(actual_text(&(readable(&run.text) + end)));
        line.spoken_for = true;
    }
    if !span.is_empty() {
        line.content.begin_span(&span);
    }
    let said = division.said;
    if said > 0 {
        let word = readable(&run.text[..said.min(run.text.len())]);
        let through = hyphen.is_some() && division.rest.is_none() && said >= run.text.len();
        line.begin_spoken(&(word + if through { SOFT_HYPHEN } else { "" }));
        line.hushed = true;
    }
    let spoken_for = line.spoken_for;
    line.spoken_for |= line.hushed;
    let all: Vec<Cluster<'_>> = clusters(glyphs, text).collect();
    // Readers that take strings as they come (pdf.js) glue what follows to large type.
    let parting = last && size >= LARGE && !space && hyphen.is_none() && end.is_empty();
    let rest = match &division.rest {
        Some(rest) => Some(readable(rest)),
        None => parting.then(|| " ".to_owned()),
    };
    let echo = rest.and_then(|rest| Echo::spread(&all, said, hyphen.is_some(), &rest));
    let upto = echo.as_ref().map_or(all.len(), |echo| echo.from);
    for (at, cluster) in all[..upto].iter().enumerate() {
        if line.hushed && cluster.start >= said {
            line.end_hush(spoken_for);
        }
        if at + 1 == all.len() && !end.is_empty() && !line.spoken_for {
            line.begin_spoken(&(readable(cluster.text) + end));
            line.spoken_for = true;
            line.cluster(cluster);
            line.spoken_for = false;
            line.end_spoken();
        } else {
            line.cluster(cluster);
        }
    }
    match (echo, hyphen) {
        (Some(echo), _) => {
            line.end_hush(spoken_for);
            let end = if hyphen.is_some() { SOFT_HYPHEN } else { end };
            line.begin_spoken(&(echo.own + end));
            let tail = all[echo.from..].iter().flat_map(|cluster| cluster.glyphs);
            for (glyph, text) in tail.chain(hyphen).zip(&echo.says) {
                line.echoed(glyph, text);
            }
            line.end_spoken();
        }
        (None, Some(hyphen)) if line.hushed && said >= run.text.len() => line.glyph(hyphen, " "),
        (None, Some(hyphen)) => {
            line.end_hush(spoken_for);
            line.glyph(hyphen, SOFT_HYPHEN);
        }
        (None, None) => {}
    }
    line.end_hush(spoken_for);
    if space {
        line.space();
    }
    line.flush();
    line.content.rise(0);
    if !span.is_empty() {
        line.content.end_marked();
    }
    line.missing
}

struct Line<'l, 'f> {
    content: &'l mut Content,
    faces: &'l mut Faces<'f>,
    run: &'l GlyphRun,
    origin: (i64, i64),
    size: i64,
    shown: Shown,
    font: Option<u32>,
    /// Space after every glyph before stretching, in thousandths of a point.
    tracking: i64,
    /// Space after every space that can be widened, likewise.
    word: i64,
    /// Whether a span around the whole run says its text.
    spoken_for: bool,
    /// Whether the line above has said what is shown now.
    hushed: bool,
    /// What the pen was short of its place when the last glyph was shown.
    due: f64,
    pen: Pen,
    missing: Vec<Missing>,
}

impl Line<'_, '_> {
    fn cluster(&mut self, cluster: &Cluster<'_>) {
        if let ([glyph], Some(character)) = (cluster.glyphs, plain(cluster.text))
            && glyph.id != 0
            && !self.hushed
        {
            let shape = self.faces.shape_of(self.run.face, glyph.id, character);
            if shape.says {
                self.show(glyph, glyph.id, shape);
                return;
            }
        }
        let text = readable(cluster.text);
        let one_each = cluster.glyphs.len() > 1
            && cluster.glyphs.len() == text.chars().count()
            && !text.chars().any(is_private);
        match cluster.glyphs {
            [] => {}
            [glyph] if !text.chars().any(is_private) => {
                let text = if text.is_empty() { NOTHING } else { &text };
                self.glyph(glyph, text);
            }
            glyphs if one_each => {
                for (glyph, character) in glyphs.iter().zip(text.chars()) {
                    self.glyph(glyph, character.encode_utf8(&mut [0; 4]));
                }
            }
            glyphs => self.spoken(glyphs, &text),
        }
    }

    /// Ends the part of the run that the line above has said.
    fn end_hush(&mut self, spoken_for: bool) {
        if self.hushed {
            self.flush();
            self.hushed = false;
            self.spoken_for = spoken_for;
            self.end_spoken();
        }
    }

    /// A glyph that says what readers that go by fonts alone are to get for it.
    fn echoed(&mut self, glyph: &Glyph, text: &str) {
        let faces = &mut self.faces;
        let shape = faces
            .echoed(self.run.face, glyph.id, text)
            .unwrap_or_else(|| faces.shape(self.run.face, glyph.id, text));
        self.show(glyph, glyph.id, shape);
    }

    /// Several glyphs that stand for one text together, or a text that no map of a font may say: the
    /// span says it, and the first glyph too for readers that do not look at spans.
    fn spoken(&mut self, glyphs: &[Glyph], text: &str) {
        self.begin_spoken(text);
        for (index, glyph) in glyphs.iter().enumerate() {
            let own = if index == 0 && !text.is_empty() {
                text
            } else {
                NOTHING
            };
            self.glyph(glyph, own);
        }
        self.end_spoken();
    }

    fn begin_spoken(&mut self, text: &str) {
        if !self.spoken_for {
            self.flush();
            self.content.begin_span(&actual_text(text));
        }
    }

    fn end_spoken(&mut self) {
        if !self.spoken_for {
            self.flush();
            self.content.end_marked();
        }
    }

    fn glyph(&mut self, glyph: &Glyph, text: &str) {
        let mut id = glyph.id;
        if id == 0 {
            // No file may show glyph 0 (ISO 19005-2, 6.2.11.8): a space says the text, and a box is
            // drawn over it.
            self.missing.push(Missing {
                x: milli(self.pen.length_at(self.pen.wanted)),
                width: milli(glyph.advance),
                text: text.to_owned(),
            });
            match self.faces.face(self.run.face).glyph(' ') {
                Some(space) => id = space,
                None => {
                    self.pen.wanted += self.pen.units(glyph.advance);
                    return;
                }
            }
        }
        let shape = if self.hushed {
            self.faces.hushed(self.run.face, id)
        } else {
            self.faces.shape(self.run.face, id, text)
        };
        if !shape.says {
            self.begin_spoken(text);
        }
        self.show(glyph, id, shape);
        if !shape.says {
            self.end_spoken();
        }
    }

    fn show(&mut self, glyph: &Glyph, id: u16, shape: Shape) {
        self.choose(shape.font);
        let rise = milli(glyph.dy);
        if self.content.risen() != rise {
            self.flush();
            self.content.rise(rise);
        }
        let target = self.pen.wanted + self.pen.units(glyph.dx);
        let step = self.step(target - self.pen.is);
        if step != 0.0 {
            self.shown.adjust(-(step as i64));
            self.pen.is += step;
        }
        self.due = target - self.pen.is;
        self.shown.glyph(shape.code);
        self.pen.is += self.faces.width(self.run.face, id) + self.pen.tracking;
        if shape.code.is_space() {
            self.pen.is += self.pen.word;
        }
        self.pen.wanted += self.pen.units(glyph.advance);
    }

    /// The adjustment for a pen that is `off` thousandths short of its place: what the last glyph asks
    /// for, so that the same pair of letters has the same number all over the page and packs well, and
    /// only when the rest adds up beyond the tolerance, all of it.
    fn step(&self, off: f64) -> f64 {
        let off = off.clamp(-FARTHEST_STEP, FARTHEST_STEP);
        let own = nearest(off - self.due);
        if (off - own).abs() <= self.pen.tolerance {
            own
        } else {
            nearest(off)
        }
    }

    /// A space after the last word of a line that goes on: it takes no room that anybody sees, and
    /// readers that join lines find the words apart.
    fn space(&mut self) {
        let Some(id) = self.faces.face(self.run.face).glyph(' ') else {
            return;
        };
        let shape = self.faces.shape(self.run.face, id, " ");
        self.choose(shape.font);
        self.shown.glyph(shape.code);
        self.pen.is += self.faces.width(self.run.face, id) + self.pen.tracking;
        if shape.code.is_space() {
            self.pen.is += self.pen.word;
        }
    }

    /// Changes to a font within the line; the first choice also begins the line.
    fn choose(&mut self, font: u32) {
        if self.font == Some(font) {
            return;
        }
        self.flush();
        if self.font.is_none() {
            let (x, y) = self.origin;
            self.content.line(x, y, font, self.size, self.run.stretch);
            self.content.track(self.tracking);
            self.content.widen(self.widening());
        } else {
            self.content.set_font(font, self.size);
        }
        self.font = Some(font);
    }

    /// What the spaces get. Letters that say a space are none, but pdf.js widens them with the others, and takes
    /// what follows them to stand elsewhere.
    fn widening(&self) -> i64 {
        if self.hushed { 0 } else { self.word }
    }

    fn flush(&mut self) {
        if !self.shown.is_empty() {
            self.content.widen(self.widening());
        }
        self.content.show(&self.shown);
        self.shown.clear();
    }
}

/// The nearest whole number of one within [`FARTHEST_STEP`]: `round`, which is a call of a library, takes
/// three parts in a hundred of a whole issue's time.
fn nearest(number: f64) -> f64 {
    (number + 0.5_f64.copysign(number)) as i64 as f64
}

impl Pen {
    fn units(&self, length: Length) -> f64 {
        length.0 as f64 * self.per_length
    }

    fn length_at(&self, units: f64) -> Length {
        Length((units / self.per_length).round() as i64)
    }
}

/// The last glyphs of a run, which say more than they show: the rest of a word, or a space.
struct Echo {
    /// The first cluster of them.
    from: usize,
    /// What they show.
    own: String,
    /// What each of them says.
    says: Vec<String>,
}

/// MuPDF before 1.22 heeds no glyph that says more characters than these.
const MOST_SAID: usize = 8;

/// Type from this size on is large, in thousandths of a point: 12 pt.
const LARGE: i64 = 12_000;

impl Echo {
    /// Spreads a text over as few of the last glyphs as can say it, the hyphen among them; `None` when
    /// they cannot. Those before the byte `said` are not theirs to say.
    fn spread(all: &[Cluster<'_>], said: usize, hyphen: bool, rest: &str) -> Option<Echo> {
        let mut from = all.len();
        loop {
            let own: String = all[from..].iter().map(|cluster| cluster.text).collect();
            let text: Vec<char> = own.chars().chain(rest.chars()).collect();
            let glyphs = all.len() - from + usize::from(hyphen);
            if glyphs > 0 && text.len() <= glyphs * MOST_SAID {
                let mut says = Vec::with_capacity(glyphs);
                let mut left = text.as_slice();
                for at in (0..glyphs).rev() {
                    // Every glyph says something.
                    let count = MOST_SAID.min(left.len().checked_sub(at)?);
                    says.push(left[..count].iter().collect());
                    left = &left[count..];
                }
                return Some(Echo { from, own, says });
            }
            from = from.checked_sub(1)?;
            let cluster = &all[from];
            let sayable = |c: char| !c.is_whitespace() && !c.is_control() && !is_private(c);
            let single = matches!(cluster.glyphs, [glyph] if glyph.id != 0);
            let plain = !cluster.text.is_empty() && cluster.text.chars().all(sayable);
            if !single || !plain || cluster.start < said {
                return None;
            }
        }
    }
}

/// Spaces narrower than these thousandths of the size are no spaces to some readers (poppler: 150), even
/// where a space is shown. The runs that have one are said by their span, which those readers heed.
const NARROWEST_SPACE: i64 = 160;

/// Whether a run has a space that some readers would not see. They measure from the right edge of the
/// letter before it, as wide as its font says, so kerning and tracking of that letter count too.
fn is_tight(run: &GlyphRun, glyphs: &[Glyph], faces: &Faces<'_>) -> bool {
    let least = run.size.ratio(NARROWEST_SPACE, 1000);
    let is_space = |glyph: &Glyph| run.text.as_bytes().get(glyph.cluster as usize) == Some(&b' ');
    glyphs.windows(2).any(|pair| {
        is_space(&pair[1]) && {
            let natural = faces.width(run.face, pair[0].id) / 1e6 * f64::from(run.stretch);
            let room = pair[0].advance.to_pt() + pair[1].advance.to_pt();
            room - run.size.to_pt() * natural < least.to_pt()
        }
    })
}

/// What each space of a run that can be widened has beyond its natural width, in thousandths of the em.
fn spaces(run: &GlyphRun, faces: &mut Faces<'_>, per_length: f64, tracking: f64) -> Vec<f64> {
    let Some(space) = faces.widened_space(run.face) else {
        return Vec::new();
    };
    let natural = faces.width(run.face, space) + tracking;
    let wide = run.glyphs.iter().filter(|glyph| glyph.id == space);
    wide.map(|glyph| glyph.advance.0 as f64 * per_length - natural)
        .collect()
}

/// What the spaces of a line have in common: most are as wide as the line's justification makes them, and
/// some are kerned besides. `None` when there are none.
fn widening(spaces: &[f64]) -> Option<f64> {
    let alike = |one: f64| move |other: &&f64| (one - **other).abs() <= 1.0;
    let most = |one: &&f64| spaces.iter().filter(alike(**one)).count();
    // The first of those that have most like them.
    let best = *spaces.iter().rev().max_by_key(most)?;
    let like: Vec<f64> = spaces.iter().filter(alike(best)).copied().collect();
    let mean = like.iter().sum::<f64>() / like.len() as f64;
    Some(mean.clamp(-FARTHEST_STEP, FARTHEST_STEP))
}

/// The text without the space after its last letter, when no glyph stands for that space.
fn split_trailing_space<'r>(text: &'r str, glyphs: &[Glyph]) -> (&'r str, bool) {
    let trimmed = text.trim_end();
    let last = glyphs.iter().map(|glyph| glyph.cluster).max().unwrap_or(0);
    if trimmed.len() < text.len() && (last as usize) < trimmed.len() {
        (trimmed, true)
    } else {
        (text, false)
    }
}

/// The glyphs by cluster, each with its text: from its first byte to the next cluster's, in either
/// direction of writing.
fn clusters<'r>(glyphs: &'r [Glyph], text: &'r str) -> impl Iterator<Item = Cluster<'r>> {
    let mut starts: Vec<usize> = Vec::with_capacity(glyphs.len());
    starts.extend(glyphs.iter().map(|glyph| glyph.cluster as usize));
    if !starts.is_sorted() {
        starts.sort_unstable();
    }
    starts.dedup();
    // Text from left to right has its clusters in order.
    let mut guess = 0;
    glyphs
        .chunk_by(|one, next| one.cluster == next.cluster)
        .map(move |glyphs| {
            let start = glyphs.first().map_or(0, |glyph| glyph.cluster as usize);
            if starts.get(guess) != Some(&start) {
                guess = starts.partition_point(|&other| other < start);
            }
            guess += 1;
            let end = starts.get(guess).copied().unwrap_or(text.len());
            Cluster {
                glyphs,
                start,
                text: text.get(start..end.min(text.len())).unwrap_or_default(),
            }
        })
}

/// The one character of a text, if a `ToUnicode` map may say it as it is.
fn plain(text: &str) -> Option<char> {
    let mut characters = text.chars();
    let first = characters.next()?;
    let sound = characters.next().is_none()
        && !first.is_control()
        && !is_private(first)
        && !matches!(first, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}');
    sound.then_some(first)
}

/// A text as a `ToUnicode` map may say it: no control characters, no U+0000, U+FEFF or U+FFFE
/// (ISO 19005-2, 6.2.11.7.2).
fn readable(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\u{FEFF}' => '\u{2060}',
            '\u{FFFE}' | '\u{FFFF}' | '\0' => '\u{FFFD}',
            control if control.is_control() => ' ',
            other => other,
        })
        .collect()
}

/// Whether a character means nothing outside its font: such text must be said by the span
/// (ISO 19005-2, 6.2.11.7.3).
fn is_private(character: char) -> bool {
    matches!(u32::from(character), 0xE000..=0xF8FF | 0xF_0000..=0x10_FFFD)
}

/// A dictionary entry with a text: plain letters as they are, others in UTF-16 and hexadecimal digits.
fn actual_text(text: &str) -> Vec<u8> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        let escaped = text
            .replace('\\', "\\\\")
            .replace('(', "\\(")
            .replace(')', "\\)");
        return format!("/ActualText({escaped})").into_bytes();
    }
    let mut out = b"/ActualText<FEFF".to_vec();
    for unit in text.encode_utf16() {
        out.extend_from_slice(format!("{unit:04X}").as_bytes());
    }
    out.push(b'>');
    out
}

fn language_entry(language: &str) -> Vec<u8> {
    let tag: String = language
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    format!("/Lang({tag})").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(cluster: u32) -> Glyph {
        Glyph {
            id: 1,
            advance: Length::pt(5.0),
            dx: Length::ZERO,
            dy: Length::ZERO,
            cluster,
        }
    }

    fn parts(starts: &[u32], text: &str) -> Vec<(usize, String)> {
        let glyphs: Vec<Glyph> = starts.iter().copied().map(glyph).collect();
        clusters(&glyphs, text)
            .map(|cluster| (cluster.glyphs.len(), cluster.text.to_owned()))
            .collect()
    }

    fn expected(parts: &[(usize, &str)]) -> Vec<(usize, String)> {
        parts
            .iter()
            .map(|&(count, text)| (count, text.to_owned()))
            .collect()
    }

    #[test]
    fn clusters_take_their_text_in_either_direction() {
        assert_eq!(
            parts(&[0, 1, 4], "officé"),
            expected(&[(1, "o"), (1, "ffi"), (1, "cé")])
        );
        assert_eq!(parts(&[0, 0, 2], "xyz"), expected(&[(2, "xy"), (1, "z")]));
        assert_eq!(
            parts(&[4, 2, 0], "אבג"),
            expected(&[(1, "ג"), (1, "ב"), (1, "א")])
        );
        // Places outside of the text or within a character say nothing, and nothing breaks.
        assert_eq!(parts(&[0, 9], "ab"), expected(&[(1, "ab"), (1, "")]));
        assert_eq!(parts(&[1], "é"), expected(&[(1, "")]));
    }

    #[test]
    fn a_rest_is_spread_over_few_glyphs() {
        let glyphs: Vec<Glyph> = (0..4).map(glyph).collect();
        let spread = |hyphen, rest: &str| {
            let all: Vec<Cluster<'_>> = clusters(&glyphs, "tech").collect();
            Echo::spread(&all, 1, hyphen, rest).map(|echo| (echo.own, echo.says.join("|")))
        };
        let is = |own: &str, says: &str| Some((own.to_owned(), says.to_owned()));
        assert_eq!(spread(true, "nology"), is("", "nology"));
        assert_eq!(spread(true, "nologically"), is("h", "hnologic|ally"));
        assert_eq!(spread(false, "nics"), is("h", "hnics"));
        assert_eq!(
            spread(true, &"x".repeat(16)),
            is("ch", "chxxxxxx|xxxxxxxx|xx")
        );
        assert_eq!(spread(true, &"x".repeat(40)), None);
    }

    #[test]
    fn a_space_without_a_glyph_is_found() {
        let word = [glyph(0), glyph(1)];
        assert_eq!(split_trailing_space("ab ", &word), ("ab", true));
        assert_eq!(split_trailing_space("ab", &word), ("ab", false));
        let spaced = [glyph(0), glyph(1)];
        assert_eq!(split_trailing_space("a ", &spaced), ("a ", false));
    }

    #[test]
    fn text_is_made_fit_for_maps() {
        assert_eq!(readable("a\tb\u{0}\u{FEFF}"), "a b\u{FFFD}\u{2060}");
        assert!(is_private('\u{E001}') && !is_private('a'));
        assert_eq!(actual_text("aé"), b"/ActualText<FEFF006100E9>");
        assert_eq!(actual_text("a(\\b)"), b"/ActualText(a\\(\\\\b\\))");
        assert_eq!(language_entry("de-AT)"), b"/Lang(de-AT)");
    }

    fn shown(advance: f64, count: u32) -> String {
        tracked(advance, count, Length::ZERO)
    }

    /// A word of equal letters and what it takes to show them.
    fn tracked(advance: f64, count: u32, tracking: Length) -> String {
        let fonts = crate::font::Fonts::default();
        let face = fonts
            .find("Barlow Condensed", 700, false)
            .expect("an embedded face");
        let id = fonts.face(face).glyph('n').expect("it has letters");
        let run = GlyphRun {
            face,
            size: Length::pt(10.0),
            at: crate::units::Point::default(),
            stretch: 1000,
            ink: crate::frame::Ink::Black(1.0),
            tracking,
            glyphs: (0..count)
                .map(|cluster| Glyph {
                    id,
                    advance: Length::pt(advance),
                    ..glyph(cluster)
                })
                .collect(),
            text: "n".repeat(count as usize),
            language: None,
            soft_hyphen: false,
        };
        let mut content = Content::default();
        let mut faces = Faces::new(&fonts);
        let division = Division::default();
        write_run(
            &mut content,
            &mut faces,
            &run,
            (0, 0),
            After::Unknown,
            &division,
            false,
        );
        String::from_utf8_lossy(&content.finish()).into_owned()
    }

    #[test]
    fn rounding_never_adds_up() {
        let fonts = crate::font::Fonts::default();
        let face = fonts
            .find("Barlow Condensed", 700, false)
            .expect("an embedded face");
        let id = fonts.face(face).glyph('n').expect("it has letters");
        let natural = Faces::new(&fonts).width(face, id);
        // A third of a thousandth too wide each time: after 300 letters 100 thousandths must be there.
        let text = shown((natural + 0.34) / 100.0, 300);
        let sum: i64 = text
            .split(['(', ')', '[', ']'])
            .filter_map(|part| part.trim().parse::<i64>().ok())
            .sum();
        assert!((sum + 101).abs() <= 2, "{sum} in {text}");
    }

    #[test]
    fn tracking_is_said_once() {
        let fonts = crate::font::Fonts::default();
        let face = fonts
            .find("Barlow Condensed", 700, false)
            .expect("an embedded face");
        let id = fonts.face(face).glyph('n').expect("it has letters");
        let natural = Faces::new(&fonts).width(face, id);
        let text = tracked(natural / 100.0 + 0.05, 30, Length::pt(0.05));
        assert!(text.contains(".05 Tc"), "{text}");
        assert_eq!(text.matches(['(', ')']).count(), 2, "{text}");
    }

    #[test]
    fn equal_pairs_have_equal_numbers() {
        let fonts = crate::font::Fonts::default();
        let face = fonts
            .find("Barlow Condensed", 700, false)
            .expect("an embedded face");
        let id = fonts.face(face).glyph('n').expect("it has letters");
        let natural = Faces::new(&fonts).width(face, id);
        let text = shown((natural + 10.2) / 100.0, 5);
        assert_eq!(text.matches(")-10(").count(), 4, "{text}");
    }
}
