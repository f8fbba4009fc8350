//! The pages of an issue: which blocks each has, what they look like, and the page's number.
//!
//! A page is numbered by its folio or running head; where it has none, by its neighbours', by the name
//! of its file, or by its place among the files.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::{Page, Source, Text};
use crate::repair::view::roles_of_blocks;
use crate::roles::{BlockText, Heads, Role, Words, label, words_of};

/// The pages of an issue.
pub struct Sheets {
    /// The blocks of each.
    pub blocks: Vec<Range<usize>>,
    /// The number of each, in capitals: `4`, `A4`.
    pub labels: Vec<String>,
    /// The file that each stands in, as a number.
    pub files: Vec<usize>,
    /// What every block of the issue looks like.
    pub roles: Vec<Role>,
}

impl Sheets {
    /// The pages whose first blocks are `starts`.
    pub fn of(
        blocks: &[Range<usize>],
        string: &str,
        starts: &[usize],
        pages: &[Page],
        source: &Source,
        text: &Text,
    ) -> Sheets {
        let ends = starts.iter().skip(1).copied().chain([blocks.len()]);
        let sheets: Vec<Range<usize>> = starts
            .iter()
            .zip(ends)
            .map(|(start, end)| (*start).min(end)..end)
            .collect();
        let of_sheet = |sheet: &Range<usize>| -> Vec<&str> {
            let ranges = blocks[sheet.clone()].iter();
            ranges.map(|range| &string[range.clone()]).collect()
        };
        let texts: Vec<Vec<&str>> = sheets.iter().map(of_sheet).collect();
        let heads = Heads::of(&texts);
        let words = words_of(texts.iter().flatten().copied());
        let mut roles = Vec::with_capacity(blocks.len());
        let mut found = Vec::with_capacity(sheets.len());
        for texts in &texts {
            let mut blocks: Vec<BlockText> =
                texts.iter().map(|text| BlockText::new(text)).collect();
            heads.mark(&mut blocks);
            let own = roles_of_blocks(&blocks);
            found.push(labels_of(texts, &own, words));
            roles.extend(own);
        }
        let files: Vec<usize> = sheets
            .iter()
            .map(|sheet| {
                let range = blocks.get(sheet.start).cloned().unwrap_or(0..0);
                let name = text
                    .origin(range)
                    .first()
                    .map(|at| source.place(at.clone()).file);
                let file = pages
                    .iter()
                    .position(|page| Some(&page.source.name) == name.as_ref());
                file.unwrap_or(0)
            })
            .collect();
        let names: Vec<&str> = files
            .iter()
            .map(|file| {
                pages
                    .get(*file)
                    .map_or("", |page| page.source.name.as_str())
            })
            .collect();
        Sheets {
            labels: labels(&found, &names),
            blocks: sheets,
            files,
            roles,
        }
    }

    /// The pages that a jump line may mean by a number.
    pub fn named(&self, number: &str) -> Vec<usize> {
        let found = |same: &dyn Fn(&str) -> bool| -> Vec<usize> {
            let sheets = 0..self.labels.len();
            sheets.filter(|sheet| same(&self.labels[*sheet])).collect()
        };
        let exact = found(&|label| label == number);
        if !exact.is_empty() {
            return exact;
        }
        // "A4", where the pages have no letter; "4", where they have.
        let figures =
            |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
        let lettered = |text: &str| text.chars().any(char::is_alphabetic);
        let wanted = figures(number);
        found(&|label| lettered(label) != lettered(number) && figures(label) == wanted)
    }
}

/// The number that a page gives itself: in its folio, and in its running heads.
fn labels_of(texts: &[&str], roles: &[Role], words: &Words) -> [Option<String>; 2] {
    let of = |wanted: Role| {
        let blocks = texts.iter().zip(roles);
        let mut own = blocks.filter(|(_, role)| **role == wanted);
        own.find_map(|(text, _)| label(text, words))
    };
    [of(Role::Folio), of(Role::RunningHead)]
}

/// The number of each page.
fn labels(found: &[[Option<String>; 2]], names: &[&str]) -> Vec<String> {
    let lettered = |label: &&String| label.starts_with(char::is_alphabetic);
    // By how much the numbers run ahead of the order of the pages.
    let mut ahead: BTreeMap<i64, usize> = BTreeMap::new();
    for (nth, own) in found.iter().enumerate() {
        for (label, weight) in own.iter().zip([2, 1]) {
            let number = label.as_ref().and_then(|label| label.parse::<i64>().ok());
            if let Some(number) = number {
                *ahead.entry(number - nth as i64).or_default() += weight;
            }
        }
    }
    let best = ahead.iter().max_by_key(|(_, weight)| **weight);
    let ahead = best.filter(|(_, weight)| **weight >= 2).map(|(by, _)| *by);
    let numbers: Vec<Option<i64>> = names.iter().map(|name| number_of(name)).collect();
    let rising = numbers
        .windows(2)
        .all(|pair| matches!(pair, [Some(one), Some(two)] if one < two));
    found
        .iter()
        .enumerate()
        .map(|(nth, own)| {
            let [folio, head] = own;
            if let Some(label) = folio.as_ref().or(head.as_ref().filter(lettered)) {
                return label.clone();
            }
            let by_place = nth as i64 + 1;
            match ahead {
                Some(by) => nth as i64 + by,
                None if rising => numbers[nth].unwrap_or(by_place),
                None => by_place,
            }
            .to_string()
        })
        .collect()
}

/// The last number in the name of a file, or of a page of it.
fn number_of(name: &str) -> Option<i64> {
    let (file, page) = name.split_once('#').unwrap_or((name, ""));
    let stem = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let last = |text: &str| -> Option<i64> {
        let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
        let digits = text[..end].bytes().rev().take_while(u8::is_ascii_digit);
        let start = end - digits.count();
        text[start..end].parse().ok()
    };
    last(page).or_else(|| last(stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_numbered() {
        let told = |found: &[(&str, &str)], names: &[&str]| -> Vec<String> {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let found: Vec<[Option<String>; 2]> = found
                .iter()
                .map(|(folio, head)| [some(folio), some(head)])
                .collect();
            labels(&found, names)
        };
        let names = ["a.txt", "b.txt", "c.txt"];
        assert_eq!(
            told(&[("", ""), ("", ""), ("", "")], &names),
            ["1", "2", "3"]
        );
        // The front page has no number.
        assert_eq!(
            told(&[("", ""), ("", "6"), ("", "7")], &names),
            ["5", "6", "7"]
        );
        // The third of March is no page.
        assert_eq!(
            told(&[("", "3"), ("", "3"), ("", "3")], &names),
            ["1", "2", "3"]
        );
        assert_eq!(
            told(&[("A1", ""), ("", "A4"), ("B1", "")], &names),
            ["A1", "A4", "B1"]
        );
        let names = ["post/1900-05-01_p1.txt", "post/1900-05-01_p4.txt"];
        assert_eq!(told(&[("", ""), ("", "")], &names), ["1", "4"]);
        assert_eq!(
            told(&[("", ""), ("", "")], &["x.pdf#page=2", "x.pdf#page=5"]),
            ["2", "5"]
        );
    }
}
