//! Styles: how the kinds of text on a page look. Plain types and their defaults.

use crate::units::Length;

/// How the lines of a style lie in their measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// Both edges straight (`justified`).
    Justified,
    /// Left edge straight (`left`).
    Left,
    /// Both edges ragged (`centred`).
    Centred,
    /// Right edge straight (`right`).
    Right,
}

/// How one kind of text looks: a table `[style.NAME]` of a layout file.
///
/// A style whose sizes stay under the grid's leading is set on the grid, a line of text on a line of
/// the grid. Headlines and other large type have a [`Style::line_height`] of their own and take as
/// many whole lines of the grid as they need.
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    /// Family name of the face (`family`), as `fonts/fonts.toml` or a font file of the user's says.
    pub family: String,
    /// Weight (`weight`), 100 to 900; 400 is regular, 700 bold.
    pub weight: u16,
    /// Whether the plain text of the style is italic (`italic`).
    pub italic: bool,
    /// Sizes in order, largest first (`sizes`, or `size` for one). Headlines are fitted: the make-up
    /// chooses among them by rank and width. Every other style takes the first. 2pt to 400pt.
    pub sizes: Vec<Length>,
    /// Distance of baselines as a multiple of the size (`line_height`), 0.7 to 3; 0 sets the style on
    /// the grid.
    pub line_height: f64,
    /// How lines lie (`align`).
    pub align: Alignment,
    /// Space after every letter in 1/1000 em (`tracking`), -50 to 200.
    pub tracking: i32,
    /// Set in capitals (`capitals`).
    pub capitals: bool,
    /// Set in small capitals where the face has them (`small_capitals`).
    pub small_capitals: bool,
    /// Indent of the first line (`indent`), 0pt to 200pt.
    pub indent: Length,
    /// Whether words may be hyphenated (`hyphenate`).
    pub hyphenate: bool,
    /// Grid lines left free above (`before`), 0 to 20; none at the head of a column.
    pub before: i32,
    /// Grid lines left free below (`after`), 0 to 20; none at the foot of a column.
    pub after: i32,
    /// Thickness of a rule above (`rule_above`), 0pt to 12pt; 0pt for none.
    pub rule_above: Length,
    /// Thickness of a rule below (`rule_below`), 0pt to 12pt; 0pt for none.
    pub rule_below: Length,
}

impl Style {
    /// The size of a style that has one only.
    pub fn size(&self) -> Length {
        self.sizes.first().copied().unwrap_or(Length::pt(9.0))
    }

    /// A style of a family at a size, set left on the grid, in regular weight.
    pub fn new(family: &str, size: f64) -> Style {
        Style {
            family: family.into(),
            weight: 400,
            italic: false,
            sizes: vec![Length::pt(size)],
            line_height: 0.0,
            align: Alignment::Left,
            tracking: 0,
            capitals: false,
            small_capitals: false,
            indent: Length::ZERO,
            hyphenate: false,
            before: 0,
            after: 0,
            rule_above: Length::ZERO,
            rule_below: Length::ZERO,
        }
    }
}

/// The styles of a layout, `[style.NAME]` each.
#[derive(Clone, Debug, PartialEq)]
pub struct Styles {
    /// Running text (`body`).
    pub body: Style,
    /// Headline of the lead story (`lead`).
    pub lead: Style,
    /// Headlines of the stories next in importance (`second`).
    pub second: Style,
    /// Headlines of small stories (`third`).
    pub third: Style,
    /// The short line over a headline (`kicker`).
    pub kicker: Style,
    /// The summary under a headline (`standfirst`).
    pub standfirst: Style,
    /// Bylines (`byline`), at the head of a story's first column.
    pub byline: Style,
    /// Headings inside a story (`subhead`).
    pub subhead: Style,
    /// Text under pictures (`caption`).
    pub caption: Style,
    /// Credit of a picture, after its caption (`credit`).
    pub credit: Style,
    /// Jump lines (`jump`).
    pub jump: Style,
    /// The headline over the part of a story that went on on another page (`jump_head`).
    pub jump_head: Style,
    /// Name of a section at the head of its first page, and of the index (`section`).
    pub section: Style,
    /// Headlines of short news (`brief`).
    pub brief: Style,
    /// Quotations set apart (`pull_quote`).
    pub pull_quote: Style,
    /// Notes about a story (`note`).
    pub note: Style,
    /// Running line of page number, title and date (`folio`).
    pub folio: Style,
    /// The newspaper's name on the first page (`masthead`).
    pub masthead: Style,
}

impl Default for Styles {
    fn default() -> Styles {
        const TEXT: &str = "Source Serif 4 SmText";
        const DISPLAY: &str = "Source Serif 4 Display";
        const SANS: &str = "Source Sans 3";
        let points = |sizes: &[f64]| sizes.iter().map(|size| Length::pt(*size)).collect();
        let head = |sizes: &[f64]| Style {
            weight: 700,
            line_height: 1.04,
            sizes: points(sizes),
            ..Style::new(DISPLAY, 24.0)
        };
        Styles {
            body: Style {
                align: Alignment::Justified,
                indent: Length::pt(9.0),
                hyphenate: true,
                ..Style::new(TEXT, 9.0)
            },
            lead: head(&[60.0, 54.0, 48.0, 44.0, 40.0, 36.0, 32.0, 28.0]),
            second: head(&[34.0, 31.0, 28.0, 26.0, 24.0, 22.0, 20.0]),
            third: head(&[24.0, 22.0, 20.0, 18.0, 16.0, 14.0]),
            kicker: Style {
                weight: 700,
                ..Style::new(SANS, 9.5)
            },
            standfirst: Style {
                line_height: 1.2,
                ..Style::new(DISPLAY, 15.0)
            },
            byline: Style {
                weight: 700,
                ..Style::new(SANS, 8.5)
            },
            subhead: Style {
                weight: 700,
                before: 1,
                ..Style::new(TEXT, 9.0)
            },
            caption: Style::new(SANS, 8.2),
            credit: Style {
                italic: true,
                ..Style::new(SANS, 7.4)
            },
            jump: Style {
                italic: true,
                ..Style::new(TEXT, 8.5)
            },
            jump_head: head(&[20.0, 18.0, 16.0, 14.0, 12.0]),
            section: Style {
                weight: 700,
                line_height: 1.0,
                ..Style::new(DISPLAY, 30.0)
            },
            brief: Style {
                weight: 700,
                ..Style::new(SANS, 10.0)
            },
            pull_quote: Style {
                line_height: 1.15,
                before: 1,
                after: 1,
                rule_above: Length::pt(1.0),
                rule_below: Length::pt(0.5),
                ..Style::new(DISPLAY, 15.0)
            },
            note: Style {
                italic: true,
                before: 1,
                ..Style::new(TEXT, 8.0)
            },
            folio: Style::new(SANS, 8.0),
            masthead: Style {
                line_height: 1.0,
                align: Alignment::Centred,
                ..Style::new("Manufacturing Consent", 64.0)
            },
        }
    }
}
