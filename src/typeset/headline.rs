//! Headlines: the largest size that fits, broken into balanced lines. Knows a ladder of sizes.

use super::clinging::clings;
use super::linebreak::Breaks;
use super::prepare::{Atom, List, Need, Space};
use super::style::{Align, Measure, ParagraphStyle, Span};
use super::words::{Division, Shape, WordStore};
use super::{SetParagraph, draft, set_in, words};
use crate::font::Fonts;
use crate::units::Length;
use std::sync::Arc;

/// A headline, fitted.
#[derive(Clone, Debug, Default)]
pub struct Headline {
    /// The size chosen from the ladder.
    pub size: Length,
    /// The tracking chosen, in 1/1000 em: -20 to 10 about the style's own.
    pub tracking: i32,
    /// The lines.
    pub set: SetParagraph,
    /// Whether it fits: no more lines than permitted, none longer than the measure. If even the
    /// smallest size does not, this is false and `set` is the smallest size in as many lines as it takes,
    /// words that are wider than the measure divided.
    pub fits: bool,
}

/// A headline measured once, to be fitted to many widths and sizes.
#[derive(Debug)]
pub struct Measured {
    spans: Vec<(String, bool, bool)>,
    style: ParagraphStyle,
    cut: Cut,
}

/// A way to set a headline: its size and where its lines begin.
#[derive(Clone, Debug)]
pub struct Fit {
    /// The size.
    pub size: Length,
    tracking: i32,
    /// The first bytes of all lines but the first.
    starts: Vec<usize>,
    /// How many lines end where they had better not.
    poor: usize,
}

impl Fit {
    /// How many lines it has.
    pub fn lines(&self) -> usize {
        self.starts.len() + 1
    }
}

impl Measured {
    /// Measures a headline. `style` gives faces, alignment and language.
    pub fn new(fonts: &Fonts, spans: &[Span<'_>], style: &ParagraphStyle) -> Measured {
        let mut style = ParagraphStyle {
            hyphenate: false,
            indent: Length::ZERO,
            ..style.clone()
        };
        if style.align == Align::Justified {
            style.align = Align::Left;
        }
        if spans.iter().any(|span| draft::joins(span.text)) {
            style.text.tracking = 0;
        }
        let shape = &mut fonts.shaper();
        let store = &mut words::store(fonts);
        let unit = at(&style, UNIT, style.text.tracking);
        let list = List::new(shape, store, spans, &unit, Need::default());
        let owned = |span: &Span<'_>| (span.text.to_owned(), span.italic, span.bold);
        Measured {
            spans: spans.iter().map(owned).collect(),
            cut: Cut::new(&list, &style),
            style,
        }
    }

    /// Whether there is nothing to set.
    pub fn is_empty(&self) -> bool {
        self.cut.empty
    }

    /// The largest of `sizes` (smallest first) at which the text takes no more than `most` lines of
    /// `width`, or one little smaller that breaks better; `None` when not even the smallest does.
    pub fn fit(&self, sizes: &[Length], width: Length, most: usize) -> Option<Fit> {
        if self.is_empty() {
            return None;
        }
        self.cut.best(sizes, self.style.text.tracking, width, most)
    }

    /// Sets it as it was fitted.
    pub fn set(&self, fonts: &Fonts, fit: &Fit, width: Length) -> SetParagraph {
        let style = at(&self.style, fit.size, fit.tracking);
        let shape = &mut fonts.shaper();
        let store = &mut words::store(fonts);
        set_at(shape, store, &self.spans(), &style, &fit.starts, width)
    }

    /// Sets it at a size in as many lines as it takes: a word that is wider than the measure is divided
    /// as its language divides it, and no other.
    fn force(&self, fonts: &Fonts, size: Length, width: Length) -> SetParagraph {
        let mut style = at(&self.style, size, self.style.text.tracking);
        style.hyphenate = true;
        style.breaking.hyphen_penalty = LAST_RESORT;
        let shape = &mut fonts.shaper();
        let store = &mut words::store(fonts);
        set_in(
            shape,
            store,
            &self.spans(),
            &style,
            &Measure::even(width),
            0,
        )
    }

    fn spans(&self) -> Vec<Span<'_>> {
        let spans = self.spans.iter();
        spans
            .map(|(text, italic, bold)| Span {
                text,
                italic: *italic,
                bold: *bold,
            })
            .collect()
    }
}

/// Fits a headline: the largest of `sizes` at which the text takes no more than `most_lines` lines of
/// `width`, without hyphens. Letters may be set closer by up to 2 % of the em to reach a larger size.
/// Among the ways to break it, lines of like length win, and lines that do not end in an article,
/// preposition or conjunction of the language. `style` gives faces, alignment and language; its size is
/// used only if `sizes` is empty.
pub fn headline(
    fonts: &Fonts,
    spans: &[Span<'_>],
    style: &ParagraphStyle,
    sizes: &[Length],
    width: Length,
    most_lines: usize,
) -> Headline {
    let measured = Measured::new(fonts, spans, style);
    measured.headline(fonts, sizes, width, most_lines)
}

impl Measured {
    /// Fits and sets it, as [`headline`] does.
    pub fn headline(
        &self,
        fonts: &Fonts,
        sizes: &[Length],
        width: Length,
        most_lines: usize,
    ) -> Headline {
        let mut sizes: Vec<Length> = sizes.iter().copied().filter(|s| s.0 > 0).collect();
        sizes.sort_unstable();
        if sizes.is_empty() {
            sizes.push(self.style.text.size);
        }
        let tracking = self.style.text.tracking;
        if self.is_empty() {
            return Headline {
                size: sizes[sizes.len() - 1],
                tracking,
                set: SetParagraph::default(),
                fits: true,
            };
        }
        let fit = self.fit(&sizes, width, most_lines);
        let fits = fit.is_some();
        // Else in as many lines as it takes.
        let fit = fit.or_else(|| self.fit(&sizes[..1], width, usize::MAX));
        match fit {
            Some(fit) => Headline {
                size: fit.size,
                tracking: fit.tracking,
                set: self.set(fonts, &fit, width),
                fits,
            },
            None => Headline {
                size: sizes[0],
                tracking,
                set: self.force(fonts, sizes[0], width),
                fits: false,
            },
        }
    }
}

/// The size at which the text is measured once for all sizes.
const UNIT: Length = Length(1 << 16);

/// Price of a hyphen in a headline: dearer than any white.
const LAST_RESORT: i32 = 9_000;

/// By how much letters may be set wider, in 1/1000 em.
const WIDER: i32 = 10;

fn at(style: &ParagraphStyle, size: Length, tracking: i32) -> ParagraphStyle {
    let mut style = style.clone();
    style.text.size = size;
    style.text.tracking = tracking;
    style
}

/// Sets the text with given breaks: the first byte of every line but the first.
fn set_at(
    shape: &mut dyn Shape,
    store: &mut WordStore,
    spans: &[Span<'_>],
    style: &ParagraphStyle,
    starts: &[usize],
    width: Length,
) -> SetParagraph {
    let list = List::new(shape, store, spans, style, Need::default());
    let item = |start: &usize| {
        let stop = list.stops.iter().position(|stop| stop.next == *start);
        stop.unwrap_or(list.stops.len())
    };
    let mut ends: Vec<usize> = starts.iter().map(item).collect();
    ends.push(list.stops.len());
    let breaks = Breaks {
        ends,
        ..Breaks::default()
    };
    let style = Arc::new(style.clone());
    let drafts = draft::broken(list, &style, &Measure::even(width), 0, &[Some(breaks)]);
    let draft = drafts.into_iter().flatten().next();
    draft.map_or_else(SetParagraph::default, |draft| draft.paragraph(shape))
}

/// A part of a headline that is not broken.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Width in 1/65536 em, without tracking, and number of glyphs.
    width: i64,
    glyphs: i64,
    /// The space after it, if the line goes on.
    space: i64,
    /// First byte of what follows.
    next: usize,
    /// What a line that ends here costs, in the unit of [`raggedness`].
    price: f64,
    /// Whether a line must end here.
    forced: bool,
}

/// The pieces of a headline.
#[derive(Debug)]
struct Cut {
    pieces: Vec<Piece>,
    /// Whether there is nothing to set.
    empty: bool,
    /// Whether letters are joined: no space may come between them.
    joined: bool,
}

/// How much smaller a size may be that avoids a poor break.
const SMALLER: f64 = 0.8;

/// Price of a line that ends in a word that clings: as much as a line shorter by two fifths.
const CLINGING: f64 = 0.16;
/// Price of a line that ends in a hyphen of the text.
const HYPHEN: f64 = 0.2;

/// How bad it is that a line is longer or shorter than the mean: the square of the difference as a part
/// of the measure.
fn raggedness(by: f64, measure: f64) -> f64 {
    let part = by / measure;
    part * part
}

impl Cut {
    /// From a list measured at [`UNIT`].
    fn new(list: &List, style: &ParagraphStyle) -> Cut {
        let mut pieces: Vec<Piece> = Vec::new();
        let tracking = UNIT.ratio(i64::from(style.text.tracking), 1000).0;
        let empty = Piece {
            width: 0,
            glyphs: 0,
            space: 0,
            next: 0,
            price: 0.0,
            forced: false,
        };
        let mut open = empty;
        let mut last_word = "";
        for atom in &list.atoms {
            match atom {
                Atom::Word {
                    word, start, end, ..
                } => {
                    let (mut width, mut glyphs) = (0, 0);
                    for point in &word.points {
                        if point.division == Division::Soft {
                            continue;
                        }
                        open.width += point.before - width;
                        open.glyphs += i64::from(point.count) - glyphs;
                        (width, glyphs) = (point.before, i64::from(point.count));
                        open.next = start + point.at as usize;
                        open.price = if point.division == Division::Ideograph {
                            0.0
                        } else {
                            HYPHEN
                        };
                        pieces.push(std::mem::replace(&mut open, empty));
                    }
                    open.width += word.shaped.width - width;
                    open.glyphs += word.shaped.glyphs.len() as i64 - glyphs;
                    last_word = &list.text[*start..*end];
                }
                Atom::Space {
                    voice, end, kind, ..
                } => {
                    let space = list.voices[*voice].space.0 - tracking;
                    match kind {
                        Space::Keep => {
                            open.width += space;
                            open.glyphs += 1;
                        }
                        Space::Break(_) | Space::Force => {
                            open.space = space;
                            open.next = *end;
                            open.forced = *kind == Space::Force;
                            open.price = if clings(last_word, &style.language) {
                                CLINGING
                            } else {
                                0.0
                            };
                            pieces.push(std::mem::replace(&mut open, empty));
                        }
                    }
                }
            }
        }
        pieces.push(open);
        let joined = draft::joins(&list.text);
        Cut {
            pieces,
            empty: list.atoms.is_empty(),
            joined,
        }
    }

    /// Width of a line of pieces `from..to`.
    fn width(&self, from: usize, to: usize, size: Length, tracking: i32) -> f64 {
        let (mut em, mut glyphs) = (0, -1);
        for (index, piece) in self.pieces[from..to].iter().enumerate() {
            em += piece.width;
            glyphs += piece.glyphs;
            if from + index + 1 < to && piece.space > 0 {
                em += piece.space;
                glyphs += 1;
            }
        }
        let spread = glyphs.max(0) as f64 * f64::from(tracking) / 1000.0;
        (em as f64 / 65_536.0 + spread) * size.0 as f64
    }

    /// The largest size that fits, or one little smaller if that breaks better.
    fn best(&self, sizes: &[Length], tracking: i32, width: Length, most: usize) -> Option<Fit> {
        let mut best: Option<Fit> = None;
        for &size in sizes.iter().rev() {
            let near = |best: &Fit| size.0 as f64 >= best.size.0 as f64 * SMALLER;
            if best
                .as_ref()
                .is_some_and(|best| best.poor == 0 || !near(best))
            {
                break;
            }
            let closer: &[i32] = if self.joined {
                &[0]
            } else {
                &[0, -5, -10, -15, -20]
            };
            let fits = closer
                .iter()
                .filter_map(|by| self.at(size, tracking + by, width, most));
            let Some(fit) = fits.min_by_key(|fit| fit.poor) else {
                continue;
            };
            if best.as_ref().is_none_or(|best| fit.poor < best.poor) {
                best = Some(fit);
            }
        }
        let mut best = best?;
        // Letters set wider by 1 % fill lines that have the room.
        let wider = tracking + WIDER;
        let may = !self.joined && best.tracking == tracking;
        if may && self.all_within(&best.starts, best.size, wider, width) {
            best.tracking = wider;
        }
        Some(best)
    }

    fn at(&self, size: Length, tracking: i32, width: Length, most: usize) -> Option<Fit> {
        let starts = self.fit(size, tracking, width, most)?;
        let poor = |piece: &&Piece| piece.price > 0.0 && starts.contains(&piece.next);
        Some(Fit {
            size,
            tracking,
            poor: self.pieces.iter().filter(poor).count(),
            starts,
        })
    }

    /// The first bytes of all lines but the first, for the fewest lines that hold the text; `None` if
    /// more than `most` would be needed.
    fn fit(&self, size: Length, tracking: i32, width: Length, most: usize) -> Option<Vec<usize>> {
        let fewest = self.fewest(size, tracking, width)?;
        if fewest > most {
            return None;
        }
        self.balance(size, tracking, width, fewest)
    }

    /// The fewest lines, filling each; `None` if some piece is too wide.
    fn fewest(&self, size: Length, tracking: i32, width: Length) -> Option<usize> {
        let (mut lines, mut from) = (0, 0);
        while from < self.pieces.len() {
            let mut to = from;
            while to < self.pieces.len()
                && (to == from || !self.pieces[to - 1].forced)
                && self.width(from, to + 1, size, tracking) <= width.0 as f64
            {
                to += 1;
            }
            if to == from {
                return None;
            }
            (lines, from) = (lines + 1, to);
        }
        Some(lines)
    }

    /// The breaks into `lines` lines with the least raggedness: best ways to set the first pieces in so
    /// many lines, one after the other.
    fn balance(
        &self,
        size: Length,
        tracking: i32,
        width: Length,
        lines: usize,
    ) -> Option<Vec<usize>> {
        let count = self.pieces.len();
        let measure = width.0 as f64;
        let mean = self.width(0, count, size, tracking) / lines as f64;
        let mut best = vec![vec![(f64::INFINITY, 0); count + 1]; lines + 1];
        best[0][0].0 = 0.0;
        for line in 1..=lines {
            for to in line..=count {
                for from in (line - 1..to).rev() {
                    let long = self.width(from, to, size, tracking);
                    let inner = &self.pieces[from..to - 1];
                    if long > measure || inner.iter().any(|piece| piece.forced) {
                        break;
                    }
                    let price = if to < count {
                        self.pieces[to - 1].price
                    } else {
                        0.0
                    };
                    let cost = best[line - 1][from].0 + raggedness(mean - long, measure) + price;
                    if cost < best[line][to].0 {
                        best[line][to] = (cost, from);
                    }
                }
            }
        }
        if !best[lines][count].0.is_finite() {
            return None;
        }
        let mut starts = Vec::new();
        let mut to = count;
        for line in (2..=lines).rev() {
            to = best[line][to].1;
            starts.push(self.pieces[to - 1].next);
        }
        starts.reverse();
        Some(starts)
    }

    /// Whether all lines stay within the measure at another tracking, and the longest all but fills it.
    fn all_within(&self, starts: &[usize], size: Length, tracking: i32, width: Length) -> bool {
        let mut from = 0;
        let mut longest = 0.0_f64;
        for (index, piece) in self.pieces.iter().enumerate() {
            let last = index + 1 == self.pieces.len();
            if last || starts.contains(&piece.next) {
                longest = longest.max(self.width(from, index + 1, size, tracking));
                from = index + 1;
            }
        }
        let measure = width.0 as f64;
        longest <= measure && longest > measure * 0.97
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::frame::Ink;
    use crate::typeset::{Breaking, TextStyle};

    fn style(fonts: &Fonts) -> ParagraphStyle {
        ParagraphStyle {
            text: TextStyle {
                faces: fonts.family("Source Serif 4 Display").unwrap(),
                size: Length::pt(24.0),
                tracking: 0,
                capitals: false,
                small_capitals: false,
                ink: Ink::Black(1.0),
            },
            align: Align::Left,
            indent: Length::ZERO,
            hyphenate: true,
            language: "en".to_owned(),
            breaking: Breaking::newspaper(),
        }
    }

    const LADDER: [f64; 7] = [18.0, 21.0, 24.0, 28.0, 34.0, 42.0, 52.0];

    fn fitted(text: &str, width: f64, most: usize) -> (Headline, Vec<String>) {
        fitted_in("en", text, width, most)
    }

    fn fitted_in(language: &str, text: &str, width: f64, most: usize) -> (Headline, Vec<String>) {
        let fonts = Fonts::embedded();
        let sizes = LADDER.map(Length::pt);
        let spans = [Span::plain(text)];
        let style = ParagraphStyle {
            language: language.to_owned(),
            ..style(&fonts)
        };
        let fit = headline(&fonts, &spans, &style, &sizes, Length::pt(width), most);
        let lines = fit.set.lines.iter().map(|line| {
            let runs = line.runs.iter().map(|run| run.text.as_str());
            runs.collect::<String>().trim_end().to_owned()
        });
        let lines: Vec<String> = lines.collect();
        (fit, lines)
    }

    #[test]
    fn the_largest_size_that_fits_is_taken() {
        let text = "Council delays harbour dredging until October";
        let mut last = Length::ZERO;
        for width in [220.0, 300.0, 400.0, 600.0, 900.0] {
            let (fit, lines) = fitted(text, width, 2);
            assert!(fit.fits && lines.len() <= 2, "{width}: {lines:?}");
            assert!(fit.size >= last);
            assert!(
                fit.set
                    .lines
                    .iter()
                    .all(|line| line.width <= Length::pt(width))
            );
            last = fit.size;
        }
        assert_eq!(last, Length::pt(52.0));
    }

    #[test]
    fn lines_are_balanced() {
        let (fit, lines) = fitted(
            "Council delays harbour dredging until late in October",
            300.0,
            2,
        );
        assert_eq!(lines.len(), 2);
        let widths: Vec<f64> = fit.set.lines.iter().map(|l| l.width.to_pt()).collect();
        assert!((widths[0] - widths[1]).abs() < 75.0, "{lines:?} {widths:?}");
    }

    #[test]
    fn few_lines_end_in_an_article_or_a_preposition() {
        let texts = [
            "Fishermen ask for the return of the old harbour light",
            "Mayor calls for a vote on the tram line in the spring",
            "School to close at the end of the year after a long dispute",
        ];
        let poor = |language: &str| -> usize {
            let cases = texts
                .iter()
                .flat_map(|text| (230..500).step_by(9).map(move |width| (text, width)));
            cases
                .map(|(text, width)| {
                    let (_, lines) = fitted_in(language, text, f64::from(width), 3);
                    let (_, lines) = lines.split_last().unwrap();
                    let ends = lines.iter().map(|line| line.rsplit(' ').next().unwrap());
                    ends.filter(|word| clings(word, "en")).count()
                })
                .sum()
        };
        let (minded, unminded) = (poor("en"), poor(""));
        assert!(minded * 2 < unminded, "{minded} against {unminded}");
    }

    #[test]
    fn no_headline_is_hyphenated() {
        for width in (60..200).step_by(9) {
            let (fit, _) = fitted("Transcontinental telecommunications", f64::from(width), 4);
            assert!(
                fit.set
                    .lines
                    .iter()
                    .all(|line| !line.hyphenated || !fit.fits)
            );
        }
    }

    #[test]
    fn what_does_not_fit_says_so_and_is_still_set_whole() {
        let text = "A headline far too long for the single narrow line that it was given";
        let (fit, lines) = fitted(text, 120.0, 1);
        assert!(!fit.fits);
        assert_eq!(fit.size, Length::pt(18.0));
        assert_eq!(lines.join(" "), text);
    }

    #[test]
    fn an_empty_headline_has_no_line() {
        let (fit, lines) = fitted("", 120.0, 2);
        assert!(fit.fits && lines.is_empty());
    }

    #[test]
    fn a_forced_break_is_kept() {
        let (_, lines) = fitted("One\u{2028}two three", 500.0, 2);
        assert_eq!(lines, ["One\u{2028}".trim_end(), "two three"]);
    }
}
