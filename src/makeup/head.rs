//! The head of a story: kicker, headline, standfirst over its columns, in the forms that fit.
//!
//! Knows one story and one width. Knows nothing of the page or of the other stories.

use super::emit::label;
use super::setter::{How, Kind, Set, Setter, ceiling};
use super::story::Story;
use crate::frame::ElementRole;
use crate::units::Length;

/// One form of a head.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    /// Its parts from top to bottom.
    pub(super) parts: Vec<Part>,
    /// Height in grid lines.
    pub(super) lines: u32,
    /// What is left of these lines when all is set tight: spread by [`Head::drop`].
    pub(super) spare: Length,
    /// Size of the headline; zero without one.
    pub(super) size: Length,
    /// What choosing it costs.
    pub(super) price: i64,
    /// Whether the headline fits its width.
    pub(super) fits: bool,
}

/// One part of a head.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// What it is.
    pub(super) role: ElementRole,
    /// The text.
    pub(super) set: Set,
    /// First baseline from the top of the story.
    pub(super) baseline: Length,
    /// Whether make-up says it by itself, as it does a page's number: it is no part of the story.
    pub(super) own: bool,
}

impl Head {
    /// How far the parts go down when the head gets `extra` grid lines more than it needs: heads
    /// that stand beside each other hang from one line, so nearly all of it stands under them.
    pub(super) fn drop(&self, extra: u32, leading: Length) -> Length {
        let spare = self.spare + leading * i64::from(extra);
        spare.ratio(1, 6).min(leading / 4)
    }
}

/// The forms of a story's head over some columns, best first, in a style up to a size. A story that was begun on an earlier
/// page, or has nothing to head it, has one form of no height.
pub(super) fn heads(
    story: &Story,
    columns: usize,
    (kind, largest): (Kind, Length),
    setter: &Setter<'_>,
) -> Vec<Head> {
    let width = setter.layout.span_width(columns) - story.inset * 2;
    let bare = Head {
        fits: true,
        ..Head::default()
    };
    if story.placed {
        return match story.from {
            Some(page) => continued(story, page, columns, width, setter),
            None => vec![bare],
        };
    }
    if story.brief {
        return vec![short_news(width, setter)];
    }
    let Some(headline) = &story.headline else {
        if story.kicker.is_none() && story.standfirst.is_none() {
            return vec![bare];
        }
        return vec![build(story, None, 0, width, setter)];
    };
    let mut heads: Vec<Head> = Vec::new();
    let text = setter.measured(headline, kind);
    let most = match columns {
        1 => 6,
        2 => 4,
        3 => 3,
        _ => 3,
    };
    for lines in 1..=most {
        // The size below the largest gives the make-up another height at the same number of lines.
        let sizes = &setter.style_of(kind).sizes;
        let first = sizes.iter().position(|size| *size <= largest);
        let first = first.unwrap_or(sizes.len());
        for from in first..sizes.len() {
            let Some(fit) = setter.tried(&text, width, lines, from) else {
                break;
            };
            if fit.lines() != lines {
                continue;
            }
            let set = setter.fitted(&text, &fit, width);
            let price = price(&set, columns, width, kind, setter);
            if heads
                .iter()
                .any(|head| head.size == set.size && head.parts.len() == lines)
            {
                continue;
            }
            let size = set.size;
            if heads
                .iter()
                .any(|known| known.size == size && known.price <= price)
            {
                continue;
            }
            heads.push(build(story, Some(set), price, width, setter));
            if heads.len() >= 12 || from >= first + 4 {
                break;
            }
        }
    }
    if heads.is_empty() {
        // Not even the smallest size fits: as many lines as it takes, or at last broken words.
        if let Some(set) = setter.fit(headline, kind, width, most, usize::MAX, true) {
            let mut head = build(story, Some(set), 2_000, width, setter);
            head.fits = false;
            heads.push(head);
        }
    }
    heads.sort_by_key(|head| head.price);
    // One form for every height will do.
    let mut seen = Vec::new();
    heads.retain(|head| {
        let new = !seen.contains(&head.lines);
        seen.push(head.lines);
        new
    });
    heads.truncate(4);
    heads
}

/// The heads of a part that goes on from an earlier page: the word by which it is found, or the
/// headline again, small, and where the reader comes from.
fn continued(
    story: &Story,
    page: u32,
    columns: usize,
    width: Length,
    setter: &Setter<'_>,
) -> Vec<Head> {
    let leading = setter.leading();
    let first = setter.baseline();
    let from = setter.wording.from(&label(setter.layout, page));
    let flush = How {
        flush: true,
        ..How::default()
    };
    let line = setter.set(&from, Kind::Jump, width, flush);
    let most = if columns == 1 { 3 } else { 2 };
    let mut heads: Vec<Head> = Vec::new();
    for lines in 1..=most {
        let text = story.keyword.as_deref().or(story.headline.as_deref());
        let text = text.unwrap_or_default();
        let set = setter.fit(text, Kind::JumpHead, width, lines, 0, lines == most);
        let Some(set) = set.filter(|set| set.lines.len() <= lines.max(1)) else {
            continue;
        };
        let mut head = Head {
            fits: true,
            size: set.size,
            price: i64::try_from(lines).unwrap_or(0) * 8,
            ..Head::default()
        };
        let mut foot = Length::ZERO;
        if !set.lines.is_empty() {
            let top = first - setter.body_capital();
            let baseline = top + set.capital;
            foot = top + set.height() + set.depth.scale(if descends(&set) { 0.9 } else { 0.3 });
            head.parts.push(Part {
                role: ElementRole::Jump,
                set,
                baseline,
                own: false,
            });
        }
        // The jump line stands on the grid, close under its head.
        let above = ceiling(foot, leading);
        head.parts.push(Part {
            role: ElementRole::Jump,
            set: on_grid(line.clone(), leading),
            baseline: first + leading * above,
            own: false,
        });
        // And a line of white above the text.
        head.lines = u32::try_from(above).unwrap_or(0) + line.count() + 1;
        head.spare = Length::ZERO;
        if heads.iter().all(|known| known.lines != head.lines) {
            heads.push(head);
        }
    }
    if heads.is_empty() {
        heads.push(Head {
            fits: true,
            ..Head::default()
        });
    }
    heads
}

/// The head of the column of short news, in the language of the edition.
fn short_news(width: Length, setter: &Setter<'_>) -> Head {
    let leading = setter.leading();
    let mut head = Head {
        fits: true,
        ..Head::default()
    };
    let name = setter.wording.brief();
    let Some(set) = setter.fit(name, Kind::JumpHead, width, 1, 0, true) else {
        return head;
    };
    let baseline = setter.baseline() - setter.body_capital() + set.capital;
    let lines = ceiling(baseline + set.depth + leading.scale(0.4), leading);
    head.size = set.size;
    head.lines = u32::try_from(lines).unwrap_or(u32::MAX);
    head.parts.push(Part {
        role: ElementRole::Kicker,
        set,
        baseline,
        own: true,
    });
    head
}

/// What a headline's form costs: white at its right, too many lines for its width, small type.
fn price(set: &Set, columns: usize, width: Length, kind: Kind, setter: &Setter<'_>) -> i64 {
    let count = set.lines.len();
    let full = |line: &crate::typeset::SetLine| line.width.to_pt() / width.to_pt();
    let longest = set.lines.iter().map(full).fold(0.0, f64::max);
    let shortest = set.lines.iter().map(full).fold(1.0, f64::min);
    // A line that fills less than four fifths of its columns looks lost over them.
    let white = ((0.88 - longest).max(0.0) * 10.0).powi(2) * 34.0;
    let uneven = if count > 1 {
        ((longest - shortest - 0.3).max(0.0) * 10.0).powi(2) * 3.0
    } else {
        0.0
    };
    let wanted = match columns {
        1 => 3..=4,
        2 => 2..=3,
        3 => 1..=2,
        _ => 1..=2,
    };
    let away = if count < *wanted.start() {
        wanted.start() - count
    } else {
        count.saturating_sub(*wanted.end())
    };
    let sizes = &setter.style_of(kind).sizes;
    let step = sizes.iter().position(|size| *size <= set.size).unwrap_or(0);
    (white + uneven) as i64 + (away * away) as i64 * 45 + step as i64 * 6
}

fn build(
    story: &Story,
    headline: Option<Set>,
    price: i64,
    width: Length,
    setter: &Setter<'_>,
) -> Head {
    let leading = setter.leading();
    let first = setter.baseline();
    // The tops of capitals stand where those of a line of text would.
    let top = first - setter.body_capital();
    let mut head = Head {
        price,
        fits: true,
        ..Head::default()
    };
    let mut foot = Length::ZERO;
    if let Some(kicker) = &story.kicker {
        let set = setter.set(kicker, Kind::Kicker, width, How::default());
        if !set.lines.is_empty() {
            let count = i64::from(set.count());
            foot = first + leading * (count - 1) + set.depth;
            head.parts.push(Part {
                role: ElementRole::Kicker,
                set: on_grid(set, leading),
                baseline: first,
                own: false,
            });
        }
    }
    if let Some(set) = headline {
        head.size = set.size;
        let gap = if foot == Length::ZERO {
            top
        } else {
            leading.scale(0.42)
        };
        let baseline = foot + gap + set.capital;
        // Without descenders in the last line its baseline is where the white begins.
        let depth = if descends(&set) { 0.9 } else { 0.3 };
        foot = foot + gap + set.height() + set.depth.scale(depth);
        head.parts.push(Part {
            role: ElementRole::Headline,
            set,
            baseline,
            own: false,
        });
    }
    if let Some(standfirst) = &story.standfirst {
        let set = setter.set(standfirst, Kind::Standfirst, width, How::default());
        if !set.lines.is_empty() {
            let set = if set.pitch == Length::ZERO {
                on_grid(set, leading)
            } else {
                set
            };
            let gap = if foot == Length::ZERO {
                top
            } else {
                leading.scale(0.6) + head.size.scale(0.12)
            };
            let baseline = foot + gap + set.capital;
            foot = foot + gap + set.height() + set.depth;
            head.parts.push(Part {
                role: ElementRole::Standfirst,
                set,
                baseline,
                own: false,
            });
        }
    }
    // White between the head and its text grows a little with the headline.
    foot += leading.scale(0.5) + head.size.scale(0.06);
    let lines = ceiling(foot, leading);
    head.lines = u32::try_from(lines).unwrap_or(u32::MAX);
    head.spare = (leading * lines - foot).max(Length::ZERO);
    head
}

/// Whether the last line of a text reaches below its baseline.
fn descends(set: &Set) -> bool {
    let last = set.lines.last().map_or(&[][..], |line| &line.runs[..]);
    last.iter()
        .flat_map(|run| run.text.chars())
        .any(|c| "gjpqyQJçşţ".contains(c) || !c.is_ascii() && c.is_alphabetic())
}

/// Text whose lines follow the grid, given the grid's distance.
fn on_grid(mut set: Set, leading: Length) -> Set {
    if set.pitch == Length::ZERO {
        set.pitch = leading;
    }
    set
}
