//! `report.html`: what a run did, as a page that a person opens. One file, no network.
//!
//! Knows HTML; it is written issue by issue, and holds only the rows that it will show.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::record::Record;
use super::tally::Tally;
use crate::report::counted;

/// How many issues the page lists; `report.jsonl` has them all. A browser sorts some thousands of
/// rows at once.
const MOST_ROWS: usize = 2000;

/// How many queries the page lists.
const MOST_DOUBTS: usize = 200;

/// The rows of a page, gathered while the issues go by.
#[derive(Debug, Default)]
pub struct Page {
    failures: Vec<Record>,
    more_failures: usize,
    // The least sure first; the name keeps two of one quality apart and the order fixed.
    rows: BTreeMap<(u64, String), Record>,
    more_rows: usize,
}

impl Page {
    /// Takes in an issue.
    pub fn add(&mut self, record: &Record) {
        if record.fault.is_some() {
            if self.failures.len() < MOST_ROWS {
                self.failures.push(record.clone());
            } else {
                self.more_failures += 1;
            }
            return;
        }
        self.rows
            .insert((rank(record), record.issue.clone()), record.clone());
        if self.rows.len() > MOST_ROWS {
            self.rows.pop_last();
            self.more_rows += 1;
        }
    }

    /// Writes the page.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, tally: &Tally, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(HEAD.as_bytes())?;
        write!(
            out,
            "<h1>reglet batch</h1>\n<p>{}.</p>\n",
            escaped(&tally.to_string())
        )?;
        self.write_passes(tally, out)?;
        self.write_failures(out)?;
        self.write_doubts(out)?;
        self.write_rows(out)?;
        out.write_all(TAIL.as_bytes())
    }

    fn write_passes(&self, tally: &Tally, out: &mut dyn Write) -> io::Result<()> {
        if tally.repairs.is_empty() {
            return Ok(());
        }
        writeln!(
            out,
            "<h2>Repairs by kind</h2>\n<table><tr><th>pass<th>repairs</tr>"
        )?;
        for (pass, count) in &tally.repairs {
            writeln!(out, "<tr><td>{}<td class=n>{count}</tr>", escaped(pass))?;
        }
        writeln!(out, "</table>")
    }

    fn write_failures(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.failures.is_empty() {
            return Ok(());
        }
        writeln!(
            out,
            "<h2>Failures</h2>\n<table data-sort><tr><th>issue<th>kind<th>why<th>what to do</tr>"
        )?;
        for record in &self.failures {
            let Some(fault) = &record.fault else { continue };
            writeln!(
                out,
                "<tr><td>{}<td>{}<td>{}<td>{}</tr>",
                escaped(&record.issue),
                escaped(&fault.kind),
                escaped(&fault.message),
                escaped(&fault.help)
            )?;
        }
        writeln!(out, "</table>")?;
        more(self.more_failures, "failure", out)
    }

    fn write_doubts(&self, out: &mut dyn Write) -> io::Result<()> {
        let asked = self.rows.values().filter(|record| record.queries > 0);
        let doubts =
            asked.flat_map(|record| record.doubts.iter().map(move |doubt| (record, doubt)));
        let mut rows = doubts.take(MOST_DOUBTS).peekable();
        if rows.peek().is_none() {
            return Ok(());
        }
        writeln!(
            out,
            "<h2>Queries to look at first</h2>\n<table data-sort><tr><th>issue<th>place<th>pass<th>text<th>why</tr>"
        )?;
        for (record, doubt) in rows {
            writeln!(
                out,
                "<tr><td>{}<td>{}<td>{}<td><bdi>{}</bdi><td>{}</tr>",
                escaped(&record.issue),
                escaped(&doubt.at),
                escaped(&doubt.pass),
                escaped(&doubt.was),
                escaped(&doubt.because)
            )?;
        }
        writeln!(
            out,
            "</table>\n<p>The audit beside each output has every query.</p>"
        )
    }

    fn write_rows(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(
            out,
            "<h2>Issues</h2>\n<p>The least sure first. Quality is an estimate: the share of the running words that are \
             words of the language and stand in no query.</p>\n<table data-sort><tr><th>issue<th>quality<th>queries\
             <th>repairs<th>articles<th>pages<th>words<th>set<th>overset</tr>"
        )?;
        for record in self.rows.values() {
            let quality = record.quality.map_or_else(
                || "–".to_owned(),
                |quality| format!("{:.1} %", 100.0 * quality),
            );
            let or_dash = |count: Option<usize>| {
                count.map_or_else(|| "–".to_owned(), |count| count.to_string())
            };
            writeln!(
                out,
                "<tr><td>{}<td class=n>{quality}<td class=n>{}<td class=n>{}<td class=n>{}<td class=n>{}<td class=n>{}\
                 <td class=n>{}<td class=n>{}</tr>",
                escaped(&record.issue),
                record.queries,
                record.repaired(),
                record.articles,
                record.pages,
                record.words,
                or_dash(record.set),
                or_dash(record.overset)
            )?;
        }
        writeln!(out, "</table>")?;
        more(self.more_rows, "issue", out)
    }
}

/// Where an issue stands in the list: in parts of ten thousand of its words that are not in doubt.
/// One whose quality is not known stands after those that are bad for certain.
fn rank(record: &Record) -> u64 {
    let quality = record.quality.unwrap_or(0.9).clamp(0.0, 1.0);
    // In range: at most ten thousand.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let rank = (quality * 10_000.0).round() as u64;
    rank
}

fn more(count: usize, noun: &str, out: &mut dyn Write) -> io::Result<()> {
    match count {
        0 => Ok(()),
        _ => writeln!(
            out,
            "<p>{} more; report.jsonl has them all.</p>",
            counted(count, noun)
        ),
    }
}

/// Text as HTML shows it; also within an attribute. Controls of direction and of a terminal are made
/// visible.
fn escaped(text: &str) -> String {
    let quoted = crate::report::quoted(text, usize::MAX);
    let mut escaped = String::with_capacity(quoted.len());
    for letter in quoted.chars() {
        match letter {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

const HEAD: &str = r#"<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>reglet batch</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<style>
:root{color-scheme:light dark}
body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem;overflow-wrap:anywhere}
th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #8886;vertical-align:top}
th{border-bottom-width:2px}
[data-sort] th button{all:unset;cursor:pointer}
[data-sort] th button:focus-visible{outline:2px solid}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
</style></head><body>
"#;

const TAIL: &str = r#"<script>
for (const table of document.querySelectorAll("[data-sort]")) {
  const [head, ...rows] = table.rows;
  [...head.cells].forEach((cell, at) => {
    const button = document.createElement("button");
    button.textContent = cell.textContent;
    cell.replaceChildren(button);
    let up = false;
    button.onclick = () => {
      up = !up;
      const key = row => row.cells[at].textContent;
      rows.sort((a, b) => (up ? 1 : -1) * (parseFloat(key(a)) - parseFloat(key(b)) || key(a).localeCompare(key(b))));
      for (const other of head.cells) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", up ? "ascending" : "descending");
      rows[0]?.parentNode.append(...rows);
    };
  });
}
</script></body></html>
"#;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::record::{Doubt, Fault};

    #[test]
    fn hostile_names_stay_text_and_the_least_sure_come_first() {
        let mut page = Page::default();
        let mut good = Record::of("good.txt");
        good.quality = Some(0.99);
        let mut bad = Record::of("<script>alert(1)</script>\u{202e}.txt");
        (bad.quality, bad.queries) = (Some(0.5), 1);
        bad.doubts.push(Doubt {
            at: "p:1".into(),
            pass: "lost-text".into(),
            was: "<img src=x onerror=y>".into(),
            because: "it ends within a word".into(),
        });
        page.add(&good);
        page.add(&bad);
        page.add(&Record::of("broken").with_fault(Fault {
            kind: "text".into(),
            message: "not text & no \"page\"".into(),
            help: String::new(),
            again: false,
        }));
        let mut out = Vec::new();
        page.write(&Tally::default(), &mut out)
            .expect("a Vec takes all");
        let html = String::from_utf8(out).expect("it is text");
        assert!(
            !html.contains("<script>alert") && !html.contains("<img"),
            "{html}"
        );
        assert!(!html.contains('\u{202e}'), "{html}");
        assert!(
            html.contains("not text &amp; no &quot;page&quot;"),
            "{html}"
        );
        let issues = html.split("<h2>Issues").nth(1).expect("a list of issues");
        let at = |name: &str| issues.find(name).expect("it is listed");
        assert!(at("&lt;script") < at("good.txt"), "{issues}");
    }
}
