//! Stories -> columns -> pages. Decides where everything stands; never looks at a glyph.
//!
//! ```text
//! Edition --story--> pieces with forms --plan--> rectangles --cuts--> a page --emit--> frames
//!                         (columns are filled by --column--, a dynamic program over grid lines)
//! ```
//!
//! All text stands on one grid of baselines. Heads, pictures and gaps take whole lines of it, so
//! that the columns of a story, and of the page, end on one line.

mod advert;
mod column;
mod coming;
mod copyfit;
mod cuts;
mod emit;
mod flow;
mod head;
mod held;
mod issue;
mod keyword;
mod masthead;
mod page;
mod picture;
mod place;
mod plan;
mod proof;
mod quote;
mod remark;
mod setter;
mod share;
mod story;
mod table;

pub use picture::PictureSource;
pub use remark::{Remark, RemarkKind};

use crate::edition::{Article, Edition};
use crate::font::Fonts;
use crate::frame::{Document, Page, Since};
use crate::layout::Layout;
use coming::Coming;
use issue::Issue;
use masthead::Imprint;
use picture::Pictures;
use setter::Setter;

/// What a caller may choose that neither the edition nor the layout says.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Whether typewriter quotes, dashes and dots become typographic ones. Default true.
    pub typographic: bool,
    /// Where pictures come from; `None` keeps a place for every picture.
    pub pictures: Option<&'a dyn PictureSource>,
    /// Whether grid, columns and the quality of lines are drawn on the pages. Default false.
    pub proof: bool,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options {
            typographic: true,
            pictures: None,
            proof: false,
        }
    }
}

/// What takes a page when it is finished, with all that has come since the last one.
pub type Taker<'t> = dyn FnMut(Page, Since<'_>) + 't;

/// Makes an edition up into pages.
///
/// Never fails: whatever cannot be done well is done as well as can be, and remarked on.
pub fn make_up(
    edition: &Edition,
    layout: &Layout,
    fonts: &Fonts,
    options: &Options<'_>,
) -> (Document, Vec<Remark>) {
    let mut whole = Document::default();
    let mut articles = edition.articles.iter().cloned();
    let (about, remarks) = make_up_pages(
        edition,
        &mut articles,
        layout,
        fonts,
        options,
        &mut |page, since| whole.add(page, since),
    );
    whole.title = about.title;
    whole.language = about.language;
    (whole, remarks)
}

/// The same, page by page: articles come from `articles` when a page may need them, not from the edition.
/// `take` gets every page when it is finished, and what belongs to it; the document that comes back has
/// nothing but its title and language. Neither pages nor articles are kept longer than pages want them.
pub fn make_up_pages(
    edition: &Edition,
    articles: &mut dyn Iterator<Item = Article>,
    layout: &Layout,
    fonts: &Fonts,
    options: &Options<'_>,
    take: &mut Taker<'_>,
) -> (Document, Vec<Remark>) {
    let title = if edition.title.trim().is_empty() {
        layout.title.clone()
    } else {
        edition.title.clone()
    };
    let imprint = Imprint {
        title: title.clone(),
        date: edition.date.clone(),
        section: String::new(),
    };
    let setter = |scale| {
        let language = &edition.language;
        Setter::new(fonts, layout, language, options.typographic, scale).proof(options.proof)
    };
    let own = setter(1.0);
    let begin = |setter, articles| {
        Issue::new(
            articles,
            setter,
            imprint.clone(),
            Pictures::new(options.pictures),
        )
    };
    let (first, small) = copyfit::small(layout, articles);
    if small {
        let trial = |setter| {
            let mut whole = Document::default();
            let articles = Coming::new(first.iter().cloned());
            let mut issue: Issue<'_, '_> = begin(setter, articles);
            issue.run(&mut |page, since| whole.add(page, since));
            (issue.outcome(), issue, whole)
        };
        let first = trial(&own);
        let scaled: Vec<Setter<'_>> = copyfit::scales(layout, first.0)
            .into_iter()
            .map(setter)
            .collect();
        let mut best = first;
        for other in &scaled {
            let found = trial(other);
            if found.0.cost() < best.0.cost() {
                best = found;
            }
        }
        let (_, issue, mut whole) = best;
        let pages = std::mem::take(&mut whole.pages);
        let mut since = Since::from(&whole);
        for page in pages {
            take(page, std::mem::take(&mut since));
        }
        return finish(issue, edition, title);
    }
    let mut issue = begin(&own, Coming::new(first.into_iter().chain(articles)));
    issue.run(take);
    finish(issue, edition, title)
}

/// What is left when the pages are gone.
fn finish(issue: Issue<'_, '_>, edition: &Edition, title: String) -> (Document, Vec<Remark>) {
    let mut remarks = issue.remarks;
    remarks.extend(issue.pictures.remarks);
    let language = if edition.language.is_empty() {
        "und".to_owned()
    } else {
        edition.language.clone()
    };
    let document = Document {
        title,
        language,
        ..Document::default()
    };
    (document, remarks)
}
