//! A small setter: enough to make pages of every kind of item without the rooms above `pdf`.

use std::collections::HashMap;

use reglet::font::{FaceId, FaceSet, Features, Fonts};
use reglet::frame::{
    Bead, Document, Element, ElementId, ElementRole, Glyph, GlyphRun, Ink, Item, ItemKind, Page,
};
use reglet::units::{Length, Point, Rect};

/// Body type of the samples.
pub const SIZE: f64 = 8.6;
/// Leading of the samples.
pub const LEADING: f64 = 9.7;

/// Words to set: ligatures, diacritics, quotes, dashes, hyphens of both kinds, euro, dagger. `|` marks
/// where a word may be divided.
pub const TEXT: &str = "The of|fice fjord af|fair fi|nally waf|fled \u{201C}To AVATAR\u{201D} \u{2014} \
    naïve Zürich façade cost € 5 and ½ more † than well-known co-op|er|a|tive li|cens|es. \
    Every ef|fi|cient news|pa|per re|prints the dif|fi|cult let|ters of its read|ers";

/// A document under construction.
pub struct Sample<'f> {
    pub fonts: &'f Fonts,
    pub document: Document,
    /// The words of every element, in reading order, as extraction should give them.
    pub words: Vec<String>,
    faces: FaceSet,
    widths: HashMap<String, f64>,
    head: FaceId,
}

/// Where lines go.
pub struct Column {
    pub x: f64,
    pub y: f64,
    pub width: f64,
}

impl<'f> Sample<'f> {
    pub fn new(fonts: &'f Fonts) -> Sample<'f> {
        let body = fonts
            .family("Source Serif 4 SmText")
            .expect("an embedded family");
        let head = fonts.find("Barlow Condensed", 700, false);
        Sample {
            fonts,
            document: Document {
                title: "The Daily Sample & <Test>".to_owned(),
                language: "en-GB".to_owned(),
                ..Document::default()
            },
            words: Vec::new(),
            faces: body,
            widths: HashMap::new(),
            head: head.unwrap_or(body.bold),
        }
    }

    pub fn page(&mut self, label: &str) {
        let page = Page {
            width: Length::mm(280.0),
            height: Length::mm(400.0),
            bleed: Length::mm(3.0),
            label: label.to_owned(),
            items: Vec::new(),
            links: Vec::new(),
        };
        self.document.pages.push(page);
    }

    pub fn element(&mut self, role: ElementRole, parent: Option<ElementId>) -> ElementId {
        self.document.elements.push(Element {
            role,
            parent,
            alt: String::new(),
            language: None,
        });
        ElementId(self.document.elements.len() as u32 - 1)
    }

    pub fn item(&mut self, element: Option<ElementId>, kind: ItemKind) {
        let page = self.document.pages.last_mut().expect("a page was begun");
        page.items.push(Item { element, kind });
    }

    /// Sets one stretch of text at a place, each glyph `spread` further apart at spaces; gives the pen.
    #[allow(clippy::too_many_arguments)]
    pub fn run(
        &mut self,
        element: Option<ElementId>,
        face: FaceId,
        size: f64,
        x: f64,
        y: f64,
        text: &str,
        spread: f64,
        stretch: i32,
        soft_hyphen: bool,
    ) -> f64 {
        let mut shaper = self.fonts.shaper();
        let features = Features {
            ligatures: true,
            ..Features::default()
        };
        let shown = if soft_hyphen {
            format!("{text}-")
        } else {
            text.trim_end().to_owned()
        };
        let shaped = shaper.shape(face, features, "en", &shown);
        let mut pen = 0.0;
        let mut glyphs = Vec::new();
        for glyph in &shaped.glyphs {
            let space = shown[glyph.cluster as usize..].starts_with(' ');
            let advance = f64::from(glyph.advance) / 65536.0 * size * f64::from(stretch) / 1000.0
                + if space { spread } else { 0.0 };
            pen += advance;
            glyphs.push(Glyph {
                id: glyph.id,
                advance: Length::pt(advance),
                dx: Length::pt(f64::from(glyph.dx) / 65536.0 * size),
                dy: Length::pt(f64::from(glyph.dy) / 65536.0 * size),
                cluster: glyph.cluster,
            });
        }
        assert_eq!(shaped.parts.len(), 1, "samples are set in one face");
        let run = GlyphRun {
            face,
            size: Length::pt(size),
            at: Point {
                x: Length::pt(x),
                y: Length::pt(y),
            },
            stretch,
            ink: Ink::Black(1.0),
            tracking: Length::ZERO,
            glyphs,
            text: text.to_owned(),
            language: None,
            soft_hyphen,
        };
        self.item(element, ItemKind::Glyphs(run));
        x + pen
    }

    /// Sets a paragraph justified, dividing words where `|` allows it.
    pub fn paragraph(&mut self, element: ElementId, column: &mut Column, text: &str) {
        self.words
            .extend(text.replace('|', "").split_whitespace().map(str::to_owned));
        let mut lines: Vec<(String, bool)> = Vec::new();
        let mut line = String::new();
        for word in text.split_whitespace() {
            let mut rest = word.to_owned();
            loop {
                let whole = rest.replace('|', "");
                let gap = if line.is_empty() { "" } else { " " };
                if self.width(&format!("{line}{gap}{whole}")) <= column.width {
                    line = format!("{line}{gap}{whole}");
                    break;
                }
                let parts: Vec<&str> = rest.split('|').collect();
                let fit = (1..parts.len()).rev().find(|&take| {
                    let head = parts[..take].concat();
                    self.width(&format!("{line}{gap}{head}-")) <= column.width
                });
                match fit {
                    Some(take) => {
                        let head = parts[..take].concat();
                        lines.push((format!("{line}{gap}{head}"), true));
                        rest = parts[take..].join("|");
                        line.clear();
                    }
                    None if line.is_empty() => {
                        line = whole;
                        break;
                    }
                    None => lines.push((std::mem::take(&mut line), false)),
                }
            }
        }
        let last = lines.len();
        lines.push((line, false));
        for (index, (line, hyphen)) in lines.into_iter().enumerate() {
            let shown = if hyphen {
                format!("{line}-")
            } else {
                line.clone()
            };
            let spaces = line.matches(' ').count().max(1) as f64;
            let stretch = if index == last {
                1000
            } else {
                990 + (index as i32 % 3) * 10
            };
            let natural = self.width(&shown) * f64::from(stretch) / 1000.0;
            let spread = if index == last {
                0.0
            } else {
                (column.width - natural) / spaces
            };
            // The space that the line break swallowed stays in the text, without a glyph.
            let text = if hyphen || index == last {
                line
            } else {
                line + " "
            };
            let face = self.faces.regular;
            self.run(
                Some(element),
                face,
                SIZE,
                column.x,
                column.y,
                &text,
                spread,
                stretch,
                hyphen,
            );
            column.y += LEADING;
        }
    }

    pub fn width(&mut self, text: &str) -> f64 {
        let words = text.split(' ').map(|word| self.word(word)).sum::<f64>();
        words + text.matches(' ').count() as f64 * self.word(" ")
    }

    fn word(&mut self, word: &str) -> f64 {
        if let Some(&known) = self.widths.get(word) {
            return known;
        }
        let features = Features {
            ligatures: true,
            ..Features::default()
        };
        let shaped = self
            .fonts
            .shaper()
            .shape(self.faces.regular, features, "en", word);
        let width = shaped.width as f64 / 65536.0 * SIZE;
        self.widths.insert(word.to_owned(), width);
        width
    }

    pub fn head(&mut self, element: ElementId, column: &mut Column, size: f64, text: &str) {
        self.words
            .extend(text.split_whitespace().map(str::to_owned));
        column.y += size;
        let face = self.head;
        self.run(
            Some(element),
            face,
            size,
            column.x,
            column.y,
            text,
            0.0,
            1000,
            false,
        );
        column.y += LEADING;
    }

    pub fn small(
        &mut self,
        element: Option<ElementId>,
        column: &mut Column,
        italic: bool,
        text: &str,
    ) {
        if element.is_some() {
            self.words
                .extend(text.split_whitespace().map(str::to_owned));
        }
        let face = if italic {
            self.faces.italic
        } else {
            self.faces.bold
        };
        self.run(
            element, face, SIZE, column.x, column.y, text, 0.0, 1000, false,
        );
        column.y += LEADING;
    }

    pub fn rule(&mut self, x: f64, y: f64, width: f64, height: f64, ink: Ink) {
        let rect = rect(x, y, width, height);
        self.item(None, ItemKind::Fill { rect, ink });
    }
}

pub fn rect(x: f64, y: f64, width: f64, height: f64) -> Rect {
    Rect {
        x: Length::pt(x),
        y: Length::pt(y),
        width: Length::pt(width),
        height: Length::pt(height),
    }
}

/// Some pages with every kind of element, an article that jumps among them.
pub fn newspaper(fonts: &Fonts, pages: usize) -> Sample<'_> {
    let mut sample = Sample::new(fonts);
    let mut jumping = None;
    for number in 1..=pages {
        sample.page(&format!("A{number}"));
        let index = number as u32 - 1;
        sample.rule(40.0, 30.0, 714.0, 0.5, Ink::Black(1.0));
        sample.small(
            None,
            &mut Column {
                x: 40.0,
                y: 27.0,
                width: 700.0,
            },
            false,
            &format!("Page {number}"),
        );
        if number == 1 {
            let masthead = sample.element(ElementRole::Masthead, None);
            sample.head(
                masthead,
                &mut Column {
                    x: 40.0,
                    y: 32.0,
                    width: 700.0,
                },
                40.0,
                "The Daily Sample",
            );
        }
        for column in 0..4 {
            let mut column = Column {
                x: 40.0 + 182.0 * f64::from(column),
                y: 100.0,
                width: 168.0,
            };
            let top = column.y;
            let article = match jumping.take() {
                Some(article) if column.x < 41.0 => {
                    let jump = sample.element(ElementRole::Jump, Some(article));
                    sample.small(
                        Some(jump),
                        &mut column,
                        true,
                        &format!("Continued from A{}", number - 1),
                    );
                    article
                }
                _ => {
                    let article = sample.element(ElementRole::Article, None);
                    let kicker = sample.element(ElementRole::Kicker, Some(article));
                    sample.small(Some(kicker), &mut column, false, "City hall");
                    let head = sample.element(ElementRole::Headline, Some(article));
                    sample.head(
                        head,
                        &mut column,
                        24.0,
                        &format!("Council finds office {number}"),
                    );
                    let byline = sample.element(ElementRole::Byline, Some(article));
                    sample.small(Some(byline), &mut column, true, "By Élise Wörth");
                    article
                }
            };
            let mut round = 0;
            while column.y < 900.0 {
                if round == 2 {
                    let subhead = sample.element(ElementRole::Subhead, Some(article));
                    sample.small(Some(subhead), &mut column, false, "What is next");
                }
                if round == 3 && column.x < 300.0 {
                    figure(&mut sample, article, &mut column);
                }
                if round == 4 {
                    let list = sample.element(ElementRole::List, Some(article));
                    for text in ["\u{2022} first of all", "\u{2022} and second"] {
                        let item = sample.element(ElementRole::ListItem, Some(list));
                        sample.small(Some(item), &mut column, true, text);
                    }
                }
                if round == 5 {
                    let quote = sample.element(ElementRole::PullQuote, Some(article));
                    sample.small(Some(quote), &mut column, true, "\u{201C}So it is\u{201D}");
                }
                let paragraph = sample.element(ElementRole::Paragraph, Some(article));
                let text = format!(
                    "{TEXT} {}.",
                    TEXT.split(' ')
                        .nth(round % 9)
                        .expect("words")
                        .replace('|', "")
                );
                sample.paragraph(paragraph, &mut column, &text);
                round += 1;
            }
            if column.x > 500.0 && number < pages {
                let jump = sample.element(ElementRole::Jump, Some(article));
                sample.small(
                    Some(jump),
                    &mut column,
                    true,
                    &format!("Continued on A{}", number + 1),
                );
                jumping = Some(article);
            }
            sample.document.beads.push(Bead {
                article,
                page: index,
                rect: rect(column.x, top, column.width, column.y - top),
            });
        }
    }
    sample
}

fn figure(sample: &mut Sample<'_>, article: ElementId, column: &mut Column) {
    let figure = sample.element(ElementRole::Figure, Some(article));
    let frame = rect(column.x, column.y, column.width, 60.0);
    let tint = ItemKind::Fill {
        rect: frame,
        ink: Ink::Black(0.1),
    };
    sample.item(Some(figure), tint);
    let colour = ItemKind::Fill {
        rect: rect(column.x + 5.0, column.y + 5.0, 40.0, 20.0),
        ink: Ink::Cmyk([0.2, 0.7, 0.1, 0.0]),
    };
    sample.item(Some(figure), colour);
    let weight = Length::pt(0.5);
    sample.item(
        Some(figure),
        ItemKind::Stroke {
            rect: frame,
            weight,
            ink: Ink::Black(1.0),
        },
    );
    column.y += 60.0 + LEADING;
    let caption = sample.element(ElementRole::Caption, Some(figure));
    sample.small(Some(caption), column, true, "Staff on the office stairs");
}
