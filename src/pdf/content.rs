//! The content stream of a page: the operators that reglet uses, written as short as they go.
//!
//! Knows operators and the state that they leave behind, not what is printed. `pdf-writer` has all
//! operators, but writes strings that are not plain text as hexadecimal digits; glyph numbers
//! are never plain text, and would take twice the room. Lengths are thousandths of a point here,
//! and places are what has been *written*, so rounding never adds up.

use super::faces::Code;
use crate::units::{Length, UNITS_PER_POINT};

/// The farthest place that is written: a hundred thousand points, several times the largest page, so that
/// sums of places stay sums and readers that count with 32 bits keep up.
const FARTHEST: i64 = 100_000_000;

/// A length in thousandths of a point, rounded: 0.35 µm, far below any plate's grain.
pub(super) fn milli(length: Length) -> i64 {
    // What lies farther than the farthest needs no exact product.
    let scaled = length.0.saturating_mul(1000);
    let milli = scaled.saturating_add(UNITS_PER_POINT / 2) >> UNITS_PER_POINT.trailing_zeros();
    milli.clamp(-FARTHEST, FARTHEST)
}

/// Writes thousandths as a decimal number, as short as it goes: `9.6`, `-.25`, `0`.
pub(super) fn push_milli(out: &mut Vec<u8>, milli: i64) {
    if milli < 0 {
        out.push(b'-');
    }
    let size = milli.unsigned_abs();
    let (whole, rest) = (size / 1000, size % 1000);
    if whole > 0 || rest == 0 {
        out.extend_from_slice(whole.to_string().as_bytes());
    }
    if rest > 0 {
        let digits = format!("{rest:03}");
        out.push(b'.');
        out.extend_from_slice(digits.trim_end_matches('0').as_bytes());
    }
}

/// A colour to paint with: cyan, magenta, yellow, black in thousandths.
pub(super) type Inks = [u16; 4];

/// Solid black, the ink of text.
pub(super) const BLACK: Inks = [0, 0, 0, 1000];

/// A colour as it was last chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Paint {
    Inks(Inks),
    /// So much of the spot colour, in thousandths.
    Spot(u16),
}

/// What the operators written so far have left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
struct State {
    fill: Option<Paint>,
    stroke: Option<Paint>,
    overprint: Option<bool>,
    weight: Option<i64>,
    font: Option<(u32, i64)>,
    stretch: Option<i32>,
    tracking: Option<i64>,
    word: Option<i64>,
    leading: Option<i64>,
    rise: Option<i64>,
}

/// A content stream that is being written.
#[derive(Debug, Default)]
pub(super) struct Content {
    out: Vec<u8>,
    state: State,
    /// Where the current line of text starts, inside a text object.
    line: Option<(i64, i64)>,
}

impl Content {
    /// The bytes.
    pub fn finish(mut self) -> Vec<u8> {
        self.end_text();
        self.out
    }

    /// Begins a part of the page that belongs to a logical element.
    pub fn begin_marked(&mut self, tag: &str, mcid: u32) {
        self.push(&format!("/{tag}<</MCID {mcid}>>BDC\n"));
    }

    /// Begins an artifact: no logical element, nothing to read aloud.
    pub fn begin_artifact(&mut self) {
        self.push("/Artifact BMC\n");
    }

    /// Begins a span of text with properties, written as the inside of a dictionary.
    pub fn begin_span(&mut self, properties: &[u8]) {
        self.push("/Span<<");
        self.out.extend_from_slice(properties);
        self.push(">>BDC\n");
    }

    /// Ends what the last `begin_…` began.
    pub fn end_marked(&mut self) {
        self.push("EMC\n");
    }

    /// Ends the text object, if one is open; it must lie inside one marked part or around whole ones.
    pub fn end_text(&mut self) {
        if self.line.take().is_some() {
            self.push("ET\n");
        }
    }

    /// Begins a text object if none is open.
    pub fn begin_text(&mut self) {
        if self.line.is_none() {
            self.push("BT\n");
            self.line = Some((0, 0));
        }
    }

    /// Begins a line of text at a place, in a font and size, stretched (1000 is not at all).
    pub fn line(&mut self, x: i64, y: i64, font: u32, size: i64, stretch: i32) {
        self.begin_text();
        self.set_font(font, size);
        let (from_x, from_y) = self.line.unwrap_or_default();
        self.advance(x - from_x, y - from_y);
        self.line = Some((x, y));
        // Behind the move: lines that are stretched alike are tracked alike, and packed as one string.
        if self.state.stretch.unwrap_or(1000) != stretch {
            // Percent: thousandths of the factor are tenths of a percent.
            self.number(i64::from(stretch) * 100);
            self.push("Tz\n");
            self.state.stretch = Some(stretch);
        }
    }

    /// Goes on to another start of a line. A step down is kept as the leading, so that the next one like it is said
    /// in a word.
    fn advance(&mut self, right: i64, up: i64) {
        if right == 0 && up < 0 && self.state.leading == Some(-up) {
            self.push("T*\n");
        } else if (right, up) != (0, 0) {
            self.number(right);
            self.number(up);
            self.push(if up < 0 { "TD\n" } else { "Td\n" });
            if up < 0 {
                self.state.leading = Some(-up);
            }
        }
    }

    /// Changes the font.
    pub fn set_font(&mut self, font: u32, size: i64) {
        if self.state.font != Some((font, size)) {
            self.push(&format!("/F{font} "));
            self.number(size);
            self.push("Tf\n");
            self.state.font = Some((font, size));
        }
    }

    /// Sets the space after every glyph, before stretching.
    pub fn track(&mut self, tracking: i64) {
        if self.state.tracking.unwrap_or(0) != tracking {
            self.number(tracking);
            self.push("Tc\n");
            self.state.tracking = Some(tracking);
        }
    }

    /// Sets the space after every space of a simple font, before stretching.
    pub fn widen(&mut self, word: i64) {
        if self.widened() != word {
            self.number(word);
            self.push("Tw\n");
            self.state.word = Some(word);
        }
    }

    /// The space after every space of a simple font.
    pub fn widened(&self) -> i64 {
        self.state.word.unwrap_or(0)
    }

    /// How far text is raised now.
    pub fn risen(&self) -> i64 {
        self.state.rise.unwrap_or(0)
    }

    /// Raises what follows above the line.
    pub fn rise(&mut self, rise: i64) {
        if self.state.rise.unwrap_or(0) != rise {
            self.number(rise);
            self.push("Ts\n");
            self.state.rise = Some(rise);
        }
    }

    /// Shows glyphs with adjustments between them.
    pub fn show(&mut self, shown: &Shown) {
        if shown.is_empty() {
            return;
        }
        match shown.adjusted {
            true => self.out.extend_from_slice(&shown.out),
            false => self.out.extend_from_slice(&shown.out[1..]),
        }
        if shown.open {
            self.out.push(b')');
        }
        self.push(if shown.adjusted { "]TJ\n" } else { "Tj\n" });
    }

    /// Fills a box; `x`, `y` are its lower left corner.
    pub fn fill(&mut self, x: i64, y: i64, width: i64, height: i64) {
        self.end_text();
        self.rectangle(x, y, width, height);
        self.push("f\n");
    }

    /// Outlines a box.
    pub fn stroke(&mut self, x: i64, y: i64, width: i64, height: i64, weight: i64) {
        self.end_text();
        self.set_weight(weight);
        self.rectangle(x, y, width, height);
        self.push("S\n");
    }

    /// Strokes a line.
    pub fn rule(&mut self, from: (i64, i64), to: (i64, i64), weight: i64) {
        self.end_text();
        self.set_weight(weight);
        self.numbers(&[from.0, from.1]);
        self.push("m ");
        self.numbers(&[to.0, to.1]);
        self.push("l S\n");
    }

    /// Outlines a circle: four curves that are off by 0.03 % of the radius.
    pub fn circle(&mut self, x: i64, y: i64, radius: i64, weight: i64) {
        self.end_text();
        self.set_weight(weight);
        let bend = radius * 5523 / 10_000;
        self.numbers(&[x + radius, y]);
        self.push("m ");
        let (r, b) = (radius, bend);
        for [x1, y1, x2, y2, x3, y3] in [
            [r, b, b, r, 0, r],
            [-b, r, -r, b, -r, 0],
            [-r, -b, -b, -r, 0, -r],
            [b, -r, r, -b, r, 0],
        ] {
            self.numbers(&[x + x1, y + y1, x + x2, y + y2, x + x3, y + y3]);
            self.push("c ");
        }
        self.push("s\n");
    }

    /// Paints a picture of the page's resources; the matrix brings the unit square to its place.
    pub fn picture(&mut self, index: usize, matrix: [i64; 6], clip: Option<[i64; 4]>) {
        self.end_text();
        self.push("q ");
        if let Some(clip) = clip {
            self.numbers(&clip);
            self.push("re W n ");
        }
        self.numbers(&matrix);
        self.push(&format!("cm/P{index} Do Q\n"));
    }

    /// Chooses the colour of fills and of text, and whether it is printed over what lies below.
    ///
    /// Only solid black overprints: a tint printed over a tint would add up, and paper-white printed
    /// over anything would vanish.
    pub fn fill_ink(&mut self, inks: Inks) {
        self.overprint(inks == BLACK);
        self.set_fill(inks);
    }

    /// Chooses the colour of fills and lets them replace what lies below, black too.
    pub fn knocked_out(&mut self, inks: Inks) {
        self.overprint(false);
        self.set_fill(inks);
    }

    fn set_fill(&mut self, inks: Inks) {
        if self.state.fill != Some(Paint::Inks(inks)) {
            self.inks(inks);
            self.push("k\n");
            self.state.fill = Some(Paint::Inks(inks));
        }
    }

    /// Chooses the colour of outlines.
    pub fn stroke_ink(&mut self, inks: Inks) {
        self.overprint(inks == BLACK);
        if self.state.stroke != Some(Paint::Inks(inks)) {
            self.inks(inks);
            self.push("K\n");
            self.state.stroke = Some(Paint::Inks(inks));
        }
    }

    /// Chooses the spot colour for fills; it replaces what lies below.
    pub fn fill_spot(&mut self, amount: u16) {
        self.overprint(false);
        if self.state.fill != Some(Paint::Spot(amount)) {
            self.push("/Spot cs ");
            self.number(i64::from(amount));
            self.push("scn\n");
            self.state.fill = Some(Paint::Spot(amount));
        }
    }

    /// Chooses the spot colour for outlines; it replaces what lies below.
    pub fn stroke_spot(&mut self, amount: u16) {
        self.overprint(false);
        if self.state.stroke != Some(Paint::Spot(amount)) {
            self.push("/Spot CS ");
            self.number(i64::from(amount));
            self.push("SCN\n");
            self.state.stroke = Some(Paint::Spot(amount));
        }
    }

    /// Chooses the colour that is on every plate for outlines: marks must be.
    pub fn registration_ink(&mut self) {
        self.overprint(false);
        self.push("/All CS 1 SCN\n");
        self.state.stroke = None;
    }

    /// Lets what follows replace what lies below.
    pub fn knock_out(&mut self) {
        self.overprint(false);
    }

    fn overprint(&mut self, on: bool) {
        if self.state.overprint != Some(on) {
            self.push(if on { "/GO gs\n" } else { "/GK gs\n" });
            self.state.overprint = Some(on);
        }
    }

    fn set_weight(&mut self, weight: i64) {
        if self.state.weight != Some(weight) {
            self.number(weight);
            self.push("w\n");
            self.state.weight = Some(weight);
        }
    }

    fn inks(&mut self, inks: Inks) {
        for ink in inks {
            self.number(i64::from(ink));
        }
    }

    fn rectangle(&mut self, x: i64, y: i64, width: i64, height: i64) {
        self.numbers(&[x, y, width, height]);
        self.push("re ");
    }

    fn numbers(&mut self, all: &[i64]) {
        for &milli in all {
            self.number(milli);
        }
    }

    fn number(&mut self, milli: i64) {
        push_milli(&mut self.out, milli);
        self.out.push(b' ');
    }

    fn push(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }
}

/// Glyphs with adjustments between them: the inside of a `TJ` array, or one string.
#[derive(Debug)]
pub(super) struct Shown {
    out: Vec<u8>,
    open: bool,
    adjusted: bool,
}

impl Shown {
    /// Nothing yet.
    pub fn new() -> Shown {
        Shown {
            out: vec![b'['],
            open: false,
            adjusted: false,
        }
    }

    /// Whether there is no glyph in it.
    pub fn is_empty(&self) -> bool {
        self.out.len() == 1
    }

    /// Takes out everything.
    pub fn clear(&mut self) {
        self.out.truncate(1);
        self.open = false;
        self.adjusted = false;
    }

    /// Moves the pen to the left by thousandths of the em, as `TJ` counts.
    pub fn adjust(&mut self, amount: i64) {
        self.adjusted = true;
        if self.open {
            self.out.push(b')');
            self.open = false;
        }
        // A number after a number needs a space between them.
        if self.out.last().is_some_and(u8::is_ascii_digit) {
            self.out.push(b' ');
        }
        self.out.extend_from_slice(amount.to_string().as_bytes());
    }

    /// Adds a glyph.
    pub fn glyph(&mut self, code: Code) {
        if !self.open {
            self.out.push(b'(');
            self.open = true;
        }
        let (bytes, start) = match code {
            Code::One(code) => ([0, code], 1),
            Code::Two(code) => (code.to_be_bytes(), 0),
        };
        for &byte in &bytes[start..] {
            // Raw bytes are allowed in a string but for these; a line end would be read as another
            // one (ISO 32000-1, 7.3.4.2).
            match byte {
                b'(' | b')' | b'\\' => self.out.extend_from_slice(&[b'\\', byte]),
                b'\r' => self.out.extend_from_slice(b"\\r"),
                b'\n' => self.out.extend_from_slice(b"\\n"),
                _ => self.out.push(byte),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(milli: i64) -> String {
        let mut out = Vec::new();
        push_milli(&mut out, milli);
        String::from_utf8(out).expect("digits")
    }

    #[test]
    fn numbers_are_short_and_exact() {
        for (milli, text) in [
            (0, "0"),
            (9_600, "9.6"),
            (-9_700, "-9.7"),
            (250, ".25"),
            (-5, "-.005"),
            (12_000, "12"),
            (1_000_001, "1000.001"),
        ] {
            assert_eq!(number(milli), text);
        }
    }

    #[test]
    fn lengths_round_to_the_nearest_thousandth() {
        assert_eq!(milli(Length::pt(9.6)), 9_600);
        assert_eq!(milli(Length::pt(-0.0004)), 0);
        assert_eq!(milli(Length::pt(-0.0006)), -1);
    }

    #[test]
    fn lines_move_by_what_was_written() {
        let mut content = Content::default();
        content.line(10_000, 700_000, 1, 8_600, 1000);
        content.line(10_000, 690_300, 1, 8_600, 980);
        content.line(10_000, 680_600, 1, 8_600, 980);
        content.line(19_000, 670_900, 1, 8_600, 980);
        let text = String::from_utf8(content.finish()).expect("plain text");
        let lines = "0 -9.7 TD\n98 Tz\nT*\n9 -9.7 TD\n";
        assert_eq!(text, format!("BT\n/F1 8.6 Tf\n10 700 Td\n{lines}ET\n"));
    }

    #[test]
    fn glyph_strings_escape_what_they_must() {
        let mut shown = Shown::new();
        shown.glyph(Code::Two(u16::from(b'(')));
        shown.adjust(-12);
        shown.adjust(5);
        shown.glyph(Code::One(13));
        let mut content = Content::default();
        content.show(&shown);
        assert_eq!(content.finish(), b"[(\0\\()-12 5(\\r)]TJ\n");
        let mut plain = Shown::new();
        plain.glyph(Code::One(b'a'));
        plain.glyph(Code::One(b')'));
        let mut content = Content::default();
        content.show(&plain);
        assert_eq!(content.finish(), b"(a\\))Tj\n");
    }
}
