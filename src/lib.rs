//! reglet repairs the text of newspaper pages and sets the articles again as a print-ready page.
//!
//! # The flow, one direction
//!
//! ```text
//! bytes --read--> Page --repair--> Page + Audit --edition--> Edition        what the text says
//! Edition <-> edition file (Markdown an editor can correct, and lossless JSON)
//! Edition + Layout + Fonts --makeup--> Sheet + Remarks --pdf--> bytes       what the page looks like
//! ```
//!
//! Every arrow is one function, every noun a plain type, and nothing flows back. The two halves
//! meet only in [`edition::Edition`]: repair knows no type, typesetting knows no damage.
//!
//! # Ways in
//!
//! [`job`] has the whole way, stage by stage. Damaged text in, articles and an audit out:
//!
//! ```
//! use reglet::job::{self, Settings};
//! use reglet::report;
//!
//! let found = "The old mill on the river was sold for half its price, and the buy-\n\n\
//!              er has not been named. The town council will meet on Monday.";
//! let page = job::read("page.txt", found.into())?;
//! let repaired = job::repair(vec![page], &Settings::default());
//! assert!(repaired.text().contains("and the buyer has not been named"));
//! print!("{}", report::audit_lines(&repaired.audit));
//! # assert_eq!(repaired.audit.rows.len(), 1);
//! # Ok::<(), job::JobError>(())
//! ```
//!
//! An edition, written by hand or by the repair, in; a PDF out:
//!
//! ```
//! use reglet::job::{self, Settings};
//! use reglet::{font::Fonts, layout::Layout, write::markdown};
//!
//! let edition = markdown::from("# Rain\n\nByline: By Ann Lee\n\nIt rained in *all* towns.\n")?;
//! let layout = Layout::parse("mine.toml", "extends = \"tabloid\"\n[page]\ncolumns = 4\n")?;
//! let pressed = job::set(&edition, &layout, &Fonts::embedded(), None, &Settings::default())?;
//! assert_eq!(pressed.pages, 1);
//! assert!(pressed.pdf.starts_with(b"%PDF"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The rooms
//!
//! A room is a folder (or a file) of `src`. A test reads this table and fails on a path into a
//! room, or on an outside crate, that a row does not allow.
//!
//! | room | knows | may use | from outside |
//! |---|---|---|---|
//! | `units` | lengths, points, boxes | | serde |
//! | `model` | a page as found: blocks, lines; where every character came from, and where it stands | units | encoding_rs serde |
//! | `read` | one file per input format; the order of reading, by the places of words | model units | encoding_rs flate2 hayro_interpret png quick_xml rustc_hash zip zune_jpeg |
//! | `lexicon` | words, pairs, compounds of a language | | fst |
//! | `roles` | what a block looks like: headline, byline, caption, jump line | model lexicon | rustc_hash |
//! | `repair` | damage, and the edits that mend it | model lexicon roles | rapidfuzz rustc_hash serde serde_json unicode_segmentation |
//! | `edition` | what a story is: kicker, headline, byline, paragraphs, captions | model lexicon roles | serde |
//! | `write` | one file per text format, both ways | edition model read | base64 serde serde_json zip |
//! | `layout` | a layout file, checked | units | serde toml |
//! | `font` | faces, shaping, widths | units | harfrust skrifa rustc_hash serde toml |
//! | `frame` | finished pages as positioned things | units font | |
//! | `typeset` | one paragraph -> set lines (a measure, never a column) | units font frame | hypher icu_segmenter unicode_bidi unicode_linebreak unicode_segmentation rustc_hash |
//! | `makeup` | stories -> columns -> pages (never a glyph) | units edition layout font frame typeset | |
//! | `pdf` | frames -> PDF; the only room that knows an operator | units font frame | pdf_writer subsetter flate2 rustc_hash skrifa moxcms zune_jpeg |
//! | `report` | audits and remarks in words | model repair makeup | serde serde_json |
//! | `raster` | pages of a PDF as pictures for the screen | | hayro |
//! | `compare` | two texts, aligned: what was joined, moved, dropped, replaced | model repair report raster | base64 imara_diff rapidfuzz rustc_hash serde serde_json unicode_segmentation |
//! | `review` | what people decided about repairs, and the desk where they do | model repair | serde serde_json |
//! | `batch` | many jobs; one failure stops nobody | read report | blake3 glob serde serde_json tempfile walkdir std::fs std::process std::thread std::time |
//! | `job` | the whole way, once | units model read lexicon roles repair edition write layout font frame typeset makeup pdf report review | |
//!
//! The binary (`src/main.rs`, `src/cli`) is the only place that knows arguments, paths, the
//! terminal and exit codes; it uses the public library alone.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub mod batch;
pub mod compare;
pub mod edition;
pub mod font;
pub mod frame;
pub mod job;
pub mod layout;
pub mod lexicon;
pub mod makeup;
pub mod model;
pub mod pdf;
pub mod raster;
pub mod read;
pub mod repair;
pub mod report;
pub mod review;
pub mod roles;
pub mod typeset;
pub mod units;
pub mod write;
