//! Damage, and the edits that mend it: passes propose, one engine applies.

use serde::{Deserialize, Serialize};

use crate::lexicon::{self, Language, Lexicon};
use crate::model::{Page, Place};
use crate::roles::Role;

mod apart;
mod engine;
mod hyphens;
mod issue;
mod known;
mod misread;
mod parts;
mod passes;
mod replay;
mod spelling;
mod squeezed;
mod tokens;
mod unmix;
mod view;

use engine::Engine;
use known::Known;
use parts::{Part, Whole};
use spelling::Spelling;
use tokens::Tokens;
use view::View;

pub use engine::{Action, Edit};
pub use issue::{is_of_issue, join};
pub use passes::PASSES;
pub use replay::{Misfit, raw, replay, settle, undo};

/// How sure an edit is. At or above [`Confidence::Likely`] it is applied; below, it is a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A person has to decide; the text stays as it is.
    Query,
    /// Evidence from the language and the page agree.
    Likely,
    /// The page itself proves it.
    Certain,
}

/// Whether an edit was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The text was changed.
    Applied,
    /// The text was left; a person should look.
    Query,
}

/// One row of an audit: an edit that was made, or a query. Serialises to one line of JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The pass that proposed it, as `reglet explain` names it.
    pub pass: String,
    /// Made or asked.
    pub status: Status,
    /// Where, in the original file.
    pub at: Place,
    /// What stands there: exactly the source bytes of `at`, decoded.
    pub was: String,
    /// What stands there now (or, in a query, what is suggested; may be empty).
    pub now: String,
    /// How sure.
    pub confidence: Confidence,
    /// Why, in words.
    pub because: String,
    /// Further places: where a moved block went, or the other places of one edit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Place>,
    /// Set for a move: `at` was cut and put where the empty range `also[0]` stands (after the byte
    /// before it, wherever that is). Moves count from 1 in the order in which they are to be made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<usize>,
    /// Places of the page that prove it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<Place>,
}

/// Every edit and query of one page, in order of place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// The rows.
    pub rows: Vec<Row>,
}

/// A pass: one kind of damage and how to mend it.
pub struct Pass {
    /// Short name, as the audit and `reglet explain` give it.
    pub name: &'static str,
    /// What it mends, an example before and after, and when it leaves the text alone.
    pub doc: &'static str,
    /// Whether it runs only when it is asked for, by [`Options::ocr`].
    pub is_asked_for: bool,
    run: fn(&View) -> Vec<Edit>,
}

impl std::fmt::Debug for Pass {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pass").field("name", &self.name).finish()
    }
}

/// What repair may be told.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Language of the text (BCP 47); `None` to detect it.
    pub language: Option<String>,
    /// Whether misread letters are mended too, as a reader of scans leaves them.
    pub ocr: bool,
}

/// A pass whose edits open the way for more of its own runs again, this often at most.
const ROUNDS: usize = 4;

/// Rounds in which misread letters are looked for: sound neighbours may tell more, once.
const READINGS: usize = 2;

/// Repairs a page: the page as it should read, and every edit and query on the way.
///
/// Sound text stays as it is, to the byte. Never fails: text that nothing is known of comes back
/// unchanged. Text longer than a page is repaired in parts of a page's size, cut where nothing goes
/// on, so that the time is in proportion to its length.
pub fn repair(page: &Page, options: &Options) -> (Page, Audit) {
    let known = Known::of(std::slice::from_ref(page));
    beside(page, &known[0], options)
}

/// Repairs the pages of an issue one by one, each as [`repair`] does, with what the pages know of one
/// another: how the others spell a word, and which lines come again at the heads and feet of pages.
/// [`join`] then puts together what goes on from one page to another.
pub fn repair_pages(pages: &[Page], options: &Options) -> Vec<(Page, Audit)> {
    let known = Known::of(pages);
    let each = pages.iter().zip(&known);
    each.map(|(page, known)| beside(page, known, options))
        .collect()
}

/// How a page is repaired.
struct How<'a> {
    tokens: Tokens,
    known: &'a Known,
    ocr: bool,
    /// Whether its lines stand as their writer typed them: nothing has to be put in order.
    typed: bool,
}

fn beside(page: &Page, known: &Known, options: &Options) -> (Page, Audit) {
    let language = match &options.language {
        Some(tag) => tag.parse().unwrap_or(Language::Unknown),
        None => lexicon::detect(&page.text.string),
    };
    let how = How {
        tokens: Tokens::new(Lexicon::of(language)),
        known,
        ocr: options.ocr,
        typed: page.is_typed(),
    };
    let mut whole = Whole::new(page);
    for part in parts::of(&page.text) {
        match part {
            Part::Text(text) => {
                let engine = Engine::new(page.source.clone(), text, whole.end());
                whole.push(mend(page, engine, &how));
            }
            Part::Between(text) => whole.keep(text),
        }
    }
    whole.finish()
}

/// Runs all passes over a part of a page until nothing is left to mend: in its lines as they were
/// found, then in the text as it will be written, where lines are joined and may show more.
fn mend(page: &Page, mut engine: Engine, how: &How) -> Engine {
    if how.ocr {
        // Misread letters are looked for in the lines alone.
        rounds(page, &mut engine, how, ROUNDS);
        return engine;
    }
    let changed = rounds(page, &mut engine, how, 1);
    match engine.join_lines() {
        Some(kept) => {
            if rounds(page, &mut engine, how, ROUNDS) {
                engine.part_lines(&kept);
            } else {
                engine.restore(kept);
            }
        }
        None if changed => {
            rounds(page, &mut engine, how, ROUNDS - 1);
        }
        None => {}
    }
    engine
}

/// Runs all passes until nothing is left to mend, but so many times at most; whether anything was.
fn rounds(page: &Page, engine: &mut Engine, how: &How, most: usize) -> bool {
    for number in 0..most {
        // What was mended is evidence in its turn.
        let spelling = how
            .known
            .told(Spelling::of(&engine.text().string).told(page));
        engine.forget_queries();
        if !round(engine, how, &spelling, how.ocr && number < READINGS) {
            return number > 0;
        }
    }
    true
}

/// Runs every pass until it has nothing more to change; whether any changed anything.
fn round(engine: &mut Engine, how: &How, spelling: &Spelling, ocr: bool) -> bool {
    let mut changed = false;
    let mut roles: Option<Vec<Role>> = None;
    let (mut number, mut runs) = (0, 0);
    while number < PASSES.len() {
        // One view serves all passes up to the first that changes the text.
        let mut asked: Vec<(&'static str, Vec<Edit>)> = Vec::new();
        let mut changes: Option<(&'static str, Vec<Edit>)> = None;
        {
            let text = &engine.text().string;
            let roles: &Vec<Role> = roles.get_or_insert_with(|| view::roles_of(text, how.known));
            let mut view = View::new(text, spelling, &how.tokens, roles);
            if ocr {
                view.sureness = engine.sureness();
            }
            for pass in &PASSES[number..] {
                let is_due =
                    (ocr || !pass.is_asked_for) && !(how.typed && passes::is_of_order(pass));
                let edits = match is_due {
                    true => (pass.run)(&view),
                    false => Vec::new(),
                };
                if edits.iter().any(Edit::changes) {
                    changes = Some((pass.name, edits));
                    break;
                }
                asked.push((pass.name, edits));
                (number, runs) = (number + 1, 0);
            }
        }
        for (name, edits) in asked {
            engine.apply(name, edits);
        }
        let Some((name, edits)) = changes else {
            break;
        };
        let (applied, blocks_change) = engine.apply(name, edits);
        if blocks_change {
            roles = None;
        }
        changed |= applied > 0;
        runs += 1;
        let most = if PASSES[number].is_asked_for {
            1
        } else {
            ROUNDS
        };
        if applied == 0 || runs == most {
            (number, runs) = (number + 1, 0);
        }
    }
    changed
}
