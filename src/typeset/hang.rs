//! Hanging punctuation. Knows signs and the margins of lines; the table is `hang.txt`.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

const TABLE: &str = include_str!("hang.txt");

fn table() -> &'static FxHashMap<char, (i32, i32)> {
    static READ: OnceLock<FxHashMap<char, (i32, i32)>> = OnceLock::new();
    READ.get_or_init(|| TABLE.lines().filter_map(row).collect())
}

fn row(line: &str) -> Option<(char, (i32, i32))> {
    let mut fields = line.split_whitespace();
    let mut sign = fields.next()?.chars();
    let (first, more) = (sign.next()?, sign.next());
    let start = fields.next()?.parse().ok()?;
    let end = fields.next()?.parse().ok()?;
    (more.is_none() && first != '#').then_some((first, (start, end)))
}

/// How far a sign hangs out at the start of a line, in 1/1000 of its width.
pub(super) fn at_start(sign: char) -> i32 {
    table().get(&sign).map_or(0, |(start, _)| *start)
}

/// How far a sign hangs out at the end of a line, in 1/1000 of its width.
pub(super) fn at_end(sign: char) -> i32 {
    table().get(&sign).map_or(0, |(_, end)| *end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        let rows = TABLE.lines().filter(|line| !line.starts_with("# ")).count();
        assert_eq!(table().len(), rows);
        assert_eq!(at_end('-'), 700);
        assert_eq!(at_start('“'), 500);
        assert_eq!(at_end('m'), 0);
    }
}
