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
//! # The rooms
//!
//! A room is a folder (or a file) of `src`. A test reads this table and fails on a path into a
//! room, or on an outside crate, that a row does not allow.
//!
//! | room | knows | may use | from outside |
//! |---|---|---|---|
//! | `units` | lengths, points, boxes | | serde |
//! | `model` | a page as found: blocks, lines; where every character came from | units | encoding_rs serde |
//! | `read` | one file per input format | model units | encoding_rs |
//! | `lexicon` | words, pairs, compounds of a language | | fst |
//! | `roles` | what a block looks like: headline, byline, caption, jump line | model lexicon | |
//! | `repair` | damage, and the edits that mend it | model lexicon roles | rustc_hash serde serde_json unicode_segmentation |
//! | `edition` | what a story is: kicker, headline, byline, paragraphs, captions | model lexicon roles | serde |
//! | `write` | one file per text format, both ways | edition model | serde serde_json |
//! | `layout` | a layout file, checked | units | serde toml |
//! | `font` | faces, shaping, widths | units | harfrust skrifa rustc_hash serde toml |
//! | `frame` | finished pages as positioned things | units font | |
//! | `typeset` | one paragraph -> set lines (a measure, never a column) | units font | hypher unicode_linebreak unicode_segmentation rustc_hash |
//! | `makeup` | stories -> columns -> pages (never a glyph) | units edition layout font frame typeset | |
//! | `pdf` | frames -> PDF; the only room that knows an operator | units font frame | pdf_writer subsetter flate2 rustc_hash skrifa |
//! | `report` | audits and remarks in words | model repair makeup | serde serde_json |
//! | `job` | the whole way, once | units model read lexicon roles repair edition write layout font frame typeset makeup pdf report | |
//!
//! The binary (`src/main.rs`, `src/cli`) is the only place that knows arguments, paths, the
//! terminal and exit codes; it uses the public library alone.

pub mod edition;
pub mod font;
pub mod frame;
pub mod layout;
pub mod lexicon;
pub mod makeup;
pub mod model;
pub mod pdf;
pub mod read;
pub mod repair;
pub mod roles;
pub mod typeset;
pub mod units;
pub mod write;
