//! Set lines into frames: where every line, rule and picture of a page goes.
//!
//! Knows points and the grid's origin. Decides nothing.

use std::collections::VecDeque;

use super::column::Fragment;
use super::held::Slot;
use super::picture::Known;
use super::setter::{Set, Setter};
use super::story::Piece;
use crate::edition::Treatment;
use crate::frame::{Bead, Element, ElementId, ElementRole, GlyphRun, Ink, Item, ItemKind, Page};
use crate::layout::{Layout, RuleInk};
use crate::typeset::SetLine;
use crate::units::{Length, Point, Rect};

/// A page on its way, and what the whole document has so far.
pub(super) struct Sheet<'a> {
    pub(super) setter: &'a Setter<'a>,
    /// The page's things.
    pub(super) page: Page,
    /// Its number from 0.
    pub(super) number: u32,
    /// Left edge of the type area.
    pub(super) left: Length,
    /// Top of the first grid line.
    pub(super) top: Length,
    /// Grid lines of the page.
    pub(super) lines: u32,
    /// From the edge of a column to its text, in the box that is being set.
    pub(super) inset: Length,
    /// Lines to be written when later pages are known.
    pub(super) slots: Vec<Slot>,
    /// Articles that go on here from an earlier page.
    pub(super) arrived: Vec<usize>,
    /// Articles that begin here.
    pub(super) begun: Vec<usize>,
}

/// The document's logical elements and beads.
#[derive(Debug, Default)]
pub(super) struct Structure {
    /// Elements that have been given away with a page.
    given: usize,
    pub(super) elements: Vec<Element>,
    pub(super) beads: Vec<Bead>,
    /// Articles that later pages may show more of.
    pub(super) open: Vec<ElementId>,
    /// Articles that are done, and the last page that shows them.
    pub(super) done: VecDeque<(u32, ElementId)>,
}

impl Structure {
    /// A new element.
    pub(super) fn add(
        &mut self,
        role: ElementRole,
        parent: Option<ElementId>,
        alt: &str,
    ) -> ElementId {
        let number = self.given + self.elements.len();
        let id = ElementId(u32::try_from(number).unwrap_or(u32::MAX));
        if role == ElementRole::Article {
            self.open.push(id);
        }
        self.elements.push(Element {
            role,
            parent,
            alt: alt.to_owned(),
            language: None,
        });
        id
    }

    /// Notes the articles that end with a page: all but those that are to go on.
    pub(super) fn end(&mut self, page: u32, goes_on: impl Fn(ElementId) -> bool) {
        let done = &mut self.done;
        self.open.retain(|&article| {
            let open = goes_on(article);
            if !open {
                done.push_back((page, article));
            }
            open
        });
    }

    /// The articles that no page after one shows.
    pub(super) fn ended(&mut self, page: u32) -> Vec<ElementId> {
        let count = self
            .done
            .iter()
            .take_while(|(last, _)| *last <= page)
            .count();
        self.done
            .drain(..count)
            .map(|(_, article)| article)
            .collect()
    }

    /// Forgets what has been given away.
    pub(super) fn give(&mut self) {
        self.given += self.elements.len();
        self.elements.clear();
        self.beads.clear();
    }
}

impl<'a> Sheet<'a> {
    /// An empty page; the grid begins at the top margin until the head of the page is known.
    pub(super) fn new(setter: &'a Setter<'a>, number: u32) -> Sheet<'a> {
        let layout = setter.layout;
        let page = &layout.page;
        // What is read from right to left is bound on the right.
        let even = page.facing && (number % 2 == 1) != setter.leftward;
        Sheet {
            setter,
            page: Page {
                width: page.size.0,
                height: page.size.1,
                bleed: page.bleed,
                label: label(layout, number),
                items: Vec::new(),
                links: Vec::new(),
            },
            number,
            left: if even { page.outer } else { page.inner },
            top: page.top,
            lines: 0,
            inset: Length::ZERO,
            slots: Vec::new(),
            arrived: Vec::new(),
            begun: Vec::new(),
        }
    }

    fn layout(&self) -> &Layout {
        self.setter.layout
    }

    /// Left edge of some columns, or of their text inside a box. Columns are counted as they are read:
    /// from the right where the edition's language runs so.
    pub(super) fn x(&self, column: usize, columns: usize) -> Length {
        let page = &self.layout().page;
        let step = self.layout().column_width() + page.gutter;
        let before = if self.setter.leftward {
            page.columns.saturating_sub(column + columns)
        } else {
            column
        };
        self.left + step * before as i64 + self.inset
    }

    /// Left edge of a rule in the middle of the gutter before a column.
    pub(super) fn gutter(&self, column: usize, weight: Length) -> Length {
        let gutter = self.layout().page.gutter;
        let edge = self.x(column, 1) - self.inset;
        if self.setter.leftward {
            edge + self.layout().column_width() + (gutter - weight) / 2
        } else {
            edge - (gutter + weight) / 2
        }
    }

    /// Left edge of the type area.
    pub(super) fn edge(&self) -> Length {
        self.left
    }

    /// Width of some columns, or of their text inside a box.
    pub(super) fn span(&self, columns: usize) -> Length {
        self.layout().span_width(columns) - self.inset * 2
    }

    /// Top of a grid line.
    pub(super) fn y(&self, line: u32) -> Length {
        self.top + self.setter.leading() * i64::from(line)
    }

    /// Baseline of a grid line.
    pub(super) fn baseline(&self, line: u32) -> Length {
        self.y(line) + self.setter.baseline()
    }

    /// Where the capitals of a grid line's text begin: pictures align with them.
    pub(super) fn capitals(&self, line: u32) -> Length {
        self.baseline(line) - self.setter.body_capital()
    }

    /// A filled box that belongs to no element.
    pub(super) fn rule(&mut self, x: Length, y: Length, width: Length, height: Length) {
        let ink = match self.layout().ink.rules {
            RuleInk::Black => Ink::Black(1.0),
            RuleInk::Accent => Ink::Accent(1.0),
        };
        if width > Length::ZERO && height > Length::ZERO {
            self.page.items.push(Item {
                element: None,
                kind: ItemKind::Fill {
                    rect: Rect {
                        x,
                        y,
                        width,
                        height,
                    },
                    ink,
                },
            });
        }
    }

    /// The rules or the tint of a box over some columns and lines.
    pub(super) fn boxed(
        &mut self,
        treatment: Treatment,
        (column, columns): (usize, usize),
        (line, lines): (u32, u32),
    ) {
        let boxes = &self.setter.layout.boxes;
        let (rule, tint) = (boxes.rule, boxes.tint);
        let top = self.capitals(line);
        let rect = Rect {
            x: self.x(column, columns),
            y: top,
            width: self.span(columns),
            height: self.baseline((line + lines).saturating_sub(1)) - top,
        };
        if treatment == Treatment::Tint {
            self.page.items.push(Item {
                element: None,
                kind: ItemKind::Fill {
                    rect,
                    ink: Ink::Black(tint as f32),
                },
            });
        } else {
            self.outline(rect, rule);
        }
    }

    /// Rules round a box, inside its edges.
    pub(super) fn outline(&mut self, rect: Rect, rule: Length) {
        if rule > Length::ZERO {
            self.page.items.push(Item {
                element: None,
                kind: ItemKind::Stroke {
                    rect: Rect {
                        x: rect.x + rule / 2,
                        y: rect.y + rule / 2,
                        width: rect.width - rule,
                        height: rect.height - rule,
                    },
                    weight: rule,
                    ink: Ink::Black(1.0),
                },
            });
        }
    }

    /// One line of text on its baseline.
    pub(super) fn line(
        &mut self,
        line: &SetLine,
        x: Length,
        y: Length,
        element: Option<ElementId>,
    ) {
        self.page.items.extend(items(line, x, y, element));
    }

    /// Lines of a set text from its first baseline on.
    pub(super) fn set(
        &mut self,
        set: &Set,
        x: Length,
        baseline: Length,
        element: Option<ElementId>,
    ) {
        for (at, line) in set.lines.iter().enumerate() {
            self.line(line, x, baseline + set.pitch * at as i64, element);
        }
    }

    /// A picture, cropped to its place from its middle, or the quiet frame that keeps the place.
    pub(super) fn figure(&mut self, rect: Rect, picture: Option<Known>, element: ElementId) {
        let pictures = &self.setter.layout.pictures;
        let mut push = |kind| {
            self.page.items.push(Item {
                element: Some(element),
                kind,
            });
        };
        if let Some(picture) = picture {
            push(ItemKind::Picture {
                rect,
                whole: cropped(rect, picture.ratio),
                picture: picture.index,
            });
            return;
        }
        push(ItemKind::Fill {
            rect,
            ink: Ink::Black(pictures.tint as f32),
        });
        if pictures.line > Length::ZERO {
            let half = pictures.line / 2;
            push(ItemKind::Stroke {
                rect: Rect {
                    x: rect.x + half,
                    y: rect.y + half,
                    width: rect.width - pictures.line,
                    height: rect.height - pictures.line,
                },
                weight: pictures.line,
                ink: Ink::Black(0.5),
            });
        }
    }

    /// Credit of a caption: at the end of its last line, or on its own.
    pub(super) fn credit(
        &mut self,
        credit: &Set,
        caption: &Set,
        lines: u32,
        x: Length,
        line: u32,
        element: Option<ElementId>,
    ) {
        let own = lines > caption.count();
        let first = line + caption.count() - u32::from(!own && caption.count() > 0);
        for (at, set) in (first..).zip(&credit.lines) {
            self.line(set, x, self.baseline(at), element);
        }
    }

    /// The lines of a piece that stand in one column. `line` is the grid line of the first.
    pub(super) fn fragment(
        &mut self,
        piece: &Piece,
        fragment: &Fragment,
        whole: u32,
        column: usize,
        line: u32,
        element: ElementId,
    ) {
        let x = self.x(column, 1);
        let width = self.span(1);
        let leading = self.setter.leading();
        let set = &piece.forms[fragment.form.min(piece.forms.len() - 1)];
        let dress = &piece.dress;
        let (gap, parting) = dress.parting;
        if parting > Length::ZERO && fragment.at > 0 && fragment.from == 0 {
            let middle = self.y(line) - (leading * i64::from(gap)).ratio(2, 5);
            self.rule(x, middle, width, parting);
        }
        if fragment.from == 0
            && let Some((cap, lines)) = &dress.cap
        {
            self.set(cap, x, self.baseline(line + lines - 1), Some(element));
        }
        if piece.role == ElementRole::Caption {
            self.caption(piece, fragment, whole, (x, line), element);
            return;
        }
        if set.pitch > Length::ZERO {
            // Large type stands in the middle of its grid lines; when it had to be parted, each line
            // goes with the grid line that its baseline is in.
            let spare = leading * i64::from(whole) - set.height() - set.depth;
            let top = self.y(line) - leading * i64::from(fragment.from);
            let mine = fragment.from..fragment.from + fragment.lines;
            for (at, set_line) in set.lines.iter().enumerate() {
                let down = spare.ratio(1, 2) + set.capital + set.pitch * at as i64;
                let grid = down.steps(leading).clamp(0, i64::from(whole.max(1)) - 1);
                if mine.contains(&u32::try_from(grid).unwrap_or(0)) {
                    self.line(set_line, x, top + down, Some(element));
                }
            }
            if dress.above > Length::ZERO && fragment.from == 0 {
                // In the white over the text, where there is some.
                let over = dress.above.scale(if fragment.at > 0 { 1.0 } else { 0.0 });
                self.rule(x, self.y(line) - over, width, dress.above);
            }
            if dress.below > Length::ZERO && fragment.from + fragment.lines == whole {
                let y = self.y(line + fragment.lines) - dress.below;
                self.rule(x, y, width, dress.below);
            }
            return;
        }
        let each = self.setter.lines_each(set);
        // A line goes with the grid line that it stands on, where its piece had to be parted inside it.
        let stands = |grid: u32| (grid + 1).saturating_sub(each).div_ceil(each);
        let from = stands(fragment.from);
        let upto = stands(fragment.from + fragment.lines).min(set.count());
        let lines = set.printed(self.setter.fonts, from as usize..upto as usize);
        for (at, set_line) in (from..upto).zip(lines) {
            let grid = line + (at * each + each - 1).saturating_sub(fragment.from);
            if self.setter.proof && at + 1 < set.count() {
                super::proof::line(self, &set_line, x, grid);
            }
            let own = match piece.role {
                ElementRole::List => ElementId(element.0 + 1 + set.text_of(at)),
                _ => element,
            };
            self.line(&set_line, x, self.baseline(grid), Some(own));
        }
        if dress.above > Length::ZERO && fragment.from == 0 {
            self.rule(x, self.y(line), width, dress.above);
        }
        if dress.below > Length::ZERO && fragment.from + fragment.lines == whole {
            let y = self.y(line + fragment.lines) - dress.below;
            self.rule(x, y, width, dress.below);
        }
    }

    /// A caption in a column: under a figure, or between rules.
    fn caption(
        &mut self,
        piece: &Piece,
        fragment: &Fragment,
        whole: u32,
        (x, line): (Length, u32),
        element: ElementId,
    ) {
        let width = self.span(1);
        let dress = &piece.dress;
        let set = &piece.forms[0];
        let rules = u32::from(dress.above > Length::ZERO && dress.figure == 0);
        let figure = match dress.figure {
            0 => 0,
            _ => whole.saturating_sub(dress.under),
        };
        let lead = figure + rules;
        let text = ElementId(element.0 + 1);
        if fragment.from == 0 {
            if figure > 0 {
                let top = self.capitals(line);
                let rect = Rect {
                    x,
                    y: top,
                    width,
                    height: self.baseline(line + figure - 1) - top,
                };
                self.figure(rect, dress.picture, element);
            } else if rules > 0 {
                let y = self.y(line) + self.setter.leading().ratio(3, 5);
                self.rule(x, y, width, dress.above);
            }
        }
        for (at, set_line) in (lead..).zip(&set.lines) {
            if (fragment.from..fragment.from + fragment.lines).contains(&at) {
                let y = self.baseline(line + at - fragment.from);
                self.line(set_line, x, y, Some(text));
            }
        }
        if fragment.from + fragment.lines < whole {
            return;
        }
        let first = (line + lead).saturating_sub(fragment.from);
        if let Some(credit) = &dress.credit {
            let lines = whole - figure - 2 * rules;
            self.credit(credit, set, lines, x, first, Some(text));
        }
        if rules > 0 {
            let y = self.y(line + fragment.lines - 1) + self.setter.leading().ratio(1, 2);
            self.rule(x, y, width, dress.below);
        }
    }
}

/// A line of text on its baseline, as items of a page.
pub(super) fn items(
    line: &SetLine,
    x: Length,
    y: Length,
    element: Option<ElementId>,
) -> impl Iterator<Item = Item> {
    line.runs.iter().map(move |run| Item {
        element,
        kind: ItemKind::Glyphs(GlyphRun {
            face: run.face,
            size: run.size,
            at: Point { x: x + run.x, y },
            stretch: run.stretch,
            ink: run.ink,
            tracking: run.tracking,
            glyphs: run.glyphs.clone(),
            text: run.text.clone(),
            language: None,
            soft_hyphen: run.soft_hyphen,
        }),
    })
}

/// Where a whole picture stands so that it covers its place, with as much beyond either edge.
fn cropped(rect: Rect, ratio: f64) -> Rect {
    let high = rect.width.scale(ratio);
    if high >= rect.height {
        return Rect {
            y: rect.y - (high - rect.height) / 2,
            height: high,
            ..rect
        };
    }
    let wide = rect.height.scale(1.0 / ratio);
    Rect {
        x: rect.x - (wide - rect.width) / 2,
        width: wide,
        ..rect
    }
}

/// What is printed as the number of a page.
pub(super) fn label(layout: &Layout, number: u32) -> String {
    let first = i64::from(layout.folio.first);
    format!("{}{}", layout.folio.prefix, first + i64::from(number))
}
