//! Reads a TOML table key by key and remembers what was asked for. Knows places in the file and
//! the nearest valid name; knows nothing of pages.
//!
//! A value is written into the layout only when the file names it, so that whatever stands there
//! before (a default, or the layout that the file extends) holds otherwise. Every fault found is
//! kept, and reading goes on: one run shows them all.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::value;
use super::{Fault, Style};
use crate::units::Length;

/// Faults found so far, with the text that they are places in.
pub(super) struct Faults<'t> {
    text: &'t str,
    pub(super) found: Vec<Fault>,
}

impl<'t> Faults<'t> {
    pub(super) fn new(text: &'t str) -> Faults<'t> {
        Faults {
            text,
            found: Vec::new(),
        }
    }

    /// Notes a fault at a byte of the text.
    pub(super) fn add(&mut self, at: usize, message: String) {
        let before = &self.text[..floor_boundary(self.text, at)];
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before[start..].chars().count() + 1;
        self.found.push(Fault {
            line,
            column,
            message,
        });
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// One table of the file.
pub(super) struct Reader<'a, 'i> {
    table: &'a DeTable<'i>,
    /// Dotted name with its dot at the end; empty for the file itself.
    path: String,
    asked: Vec<&'static str>,
}

impl<'a, 'i> Reader<'a, 'i> {
    pub(super) fn root(table: &'a DeTable<'i>) -> Reader<'a, 'i> {
        Reader {
            table,
            path: String::new(),
            asked: Vec::new(),
        }
    }

    fn get(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'i>>> {
        self.asked.push(key);
        let (_, value) = self
            .table
            .iter()
            .find(|(name, _)| name.get_ref().as_ref() == key)?;
        Some(value)
    }

    /// The table of the name, when the file has it.
    pub(super) fn table(
        &mut self,
        key: &'static str,
        faults: &mut Faults<'_>,
    ) -> Option<Reader<'a, 'i>> {
        let path = format!("{}{key}.", self.path);
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(Reader {
                table,
                path,
                asked: Vec::new(),
            }),
            other => {
                faults.add(value.span().start, self.wrong(key, "a table", other));
                None
            }
        }
    }

    fn wrong(&self, key: &str, wanted: &str, found: &DeValue<'_>) -> String {
        format!(
            "`{}{key}` must be {wanted}, found {}",
            self.path,
            value::describe(found)
        )
    }

    /// Hands the value of `key` to `parse`, and keeps what it says is wrong.
    fn value<T>(
        &mut self,
        key: &'static str,
        target: &mut T,
        faults: &mut Faults<'_>,
        wanted: &str,
        parse: impl Fn(&DeValue<'_>) -> Result<T, String>,
    ) -> Option<Range<usize>> {
        let value = self.get(key)?;
        match parse(value.get_ref()) {
            Ok(parsed) => *target = parsed,
            Err(detail) if detail.is_empty() => {
                faults.add(value.span().start, self.wrong(key, wanted, value.get_ref()));
            }
            Err(detail) => {
                faults.add(
                    value.span().start,
                    format!("`{}{key}`: {detail}", self.path),
                );
            }
        }
        Some(value.span())
    }

    pub(super) fn text(&mut self, key: &'static str, to: &mut String, faults: &mut Faults<'_>) {
        self.value(key, to, faults, "a text in quotes", |found| {
            found.as_str().map(str::to_owned).ok_or_else(String::new)
        });
    }

    pub(super) fn yes(&mut self, key: &'static str, to: &mut bool, faults: &mut Faults<'_>) {
        self.value(key, to, faults, "true or false", |found| {
            found.as_bool().ok_or_else(String::new)
        });
    }

    /// A length with its unit, within a range in points.
    pub(super) fn length(
        &mut self,
        key: &'static str,
        to: &mut Length,
        range: (f64, f64),
        faults: &mut Faults<'_>,
    ) {
        let wanted = "a length in quotes, such as \"12pt\"";
        self.value(key, to, faults, wanted, |found| value::length(found, range));
    }

    /// Lengths with their units, at least one.
    pub(super) fn lengths(
        &mut self,
        key: &'static str,
        to: &mut Vec<Length>,
        range: (f64, f64),
        faults: &mut Faults<'_>,
    ) {
        self.value(key, to, faults, "a list of lengths", |found| {
            let list = found.as_array().ok_or_else(String::new)?;
            if list.is_empty() {
                return Err("the list is empty; name at least one length".into());
            }
            list.iter()
                .map(|entry| value::length(entry.get_ref(), range))
                .collect()
        });
    }

    /// A number without a unit, within a range.
    pub(super) fn number(
        &mut self,
        key: &'static str,
        to: &mut f64,
        range: (f64, f64),
        faults: &mut Faults<'_>,
    ) {
        self.value(key, to, faults, "a number", |found| {
            value::number(found, range)
        });
    }

    /// A whole number within a range.
    pub(super) fn whole(
        &mut self,
        key: &'static str,
        to: &mut i32,
        range: (i32, i32),
        faults: &mut Faults<'_>,
    ) {
        self.value(key, to, faults, "a whole number", |found| {
            value::whole(found, range)
        });
    }

    /// A fixed count of numbers without unit.
    pub(super) fn numbers<const N: usize>(
        &mut self,
        key: &'static str,
        to: &mut [f64; N],
        range: (f64, f64),
        faults: &mut Faults<'_>,
    ) {
        let wanted = format!("a list of {N} numbers");
        self.value(key, to, faults, &wanted, |found| {
            let list = found.as_array().ok_or_else(String::new)?;
            if list.iter().count() != N {
                return Err(format!("{wanted} is wanted, found {}", list.iter().count()));
            }
            let mut numbers = [0.0; N];
            for (number, entry) in numbers.iter_mut().zip(list.iter()) {
                *number = value::number(entry.get_ref(), range)?;
            }
            if numbers.windows(2).any(|pair| pair[0] > pair[1]) {
                return Err("the numbers must rise from the first to the last".into());
            }
            Ok(numbers)
        });
    }

    /// A width and a height: a format's name, or two lengths parted by `x`.
    pub(super) fn size(
        &mut self,
        key: &'static str,
        to: &mut (Length, Length),
        faults: &mut Faults<'_>,
    ) {
        let wanted = "a format such as \"A4\", or \"280mm x 400mm\"";
        self.value(key, to, faults, wanted, |found| {
            value::paper(found.as_str().ok_or_else(String::new)?)
        });
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(
        &mut self,
        key: &'static str,
        to: &mut T,
        words: &[(&str, T)],
        faults: &mut Faults<'_>,
    ) {
        let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
        let wanted = format!("one of {}", value::listed(&names));
        self.value(key, to, faults, &wanted, |found| {
            let text = found.as_str().ok_or_else(String::new)?;
            let known = words.iter().find(|(name, _)| *name == text);
            known.map(|(_, meaning)| *meaning).ok_or_else(|| {
                let hint = value::did_you_mean(text, &names);
                format!("must be {wanted}, found `{text}`{hint}")
            })
        });
    }

    /// A table of style keys.
    pub(super) fn style(&mut self, key: &'static str, to: &mut Style, faults: &mut Faults<'_>) {
        if let Some(mut reader) = self.table(key, faults) {
            super::parse::style(&mut reader, to, faults);
            reader.finish(faults);
        }
    }

    /// Reports every key that nobody asked for.
    pub(super) fn finish(self, faults: &mut Faults<'_>) {
        for (name, _) in self.table {
            let text = name.get_ref().as_ref();
            if !self.asked.contains(&text) {
                let hint = value::did_you_mean(text, &self.asked);
                let hint = if hint.is_empty() {
                    format!("; known here: {}", value::listed(&self.asked))
                } else {
                    hint
                };
                faults.add(
                    name.span().start,
                    format!("unknown key `{}{text}`{hint}", self.path),
                );
            }
        }
    }
}
