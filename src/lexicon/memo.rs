//! The last few thousand look-ups of a thread, so that running text, which says the same words again
//! and again, mostly need not walk the word table. Knows no word and changes no answer.

use std::cell::RefCell;

use super::pairs::hash;

/// Entries a thread keeps; an entry is thrown out by the next word of the same place.
const ENTRIES: usize = 8192;
/// The longest key kept, in bytes. Longer words are looked up every time.
const LONGEST: usize = 23;

#[derive(Clone, Copy)]
struct Entry {
    key: [u8; LONGEST],
    len: u8,
    /// Which table was asked; 0 in an empty entry.
    table: u8,
    found: Option<u16>,
}

const EMPTY: Entry = Entry {
    key: [0; LONGEST],
    len: 0,
    table: 0,
    found: None,
};

thread_local! {
    static ENTRIES_OF_THREAD: RefCell<Vec<Entry>> = const { RefCell::new(Vec::new()) };
}

/// The answer for a key in a table (a number from 1), from memory or by asking.
pub(super) fn remember(table: u8, key: &[u8], ask: impl FnOnce() -> Option<u16>) -> Option<u16> {
    if key.len() > LONGEST {
        return ask();
    }
    ENTRIES_OF_THREAD.with_borrow_mut(|entries| {
        if entries.is_empty() {
            entries.resize(ENTRIES, EMPTY);
        }
        // One word is asked for in several tables, one after the other.
        let place = ((hash(key) >> 40) as usize + usize::from(table) * 97) % ENTRIES;
        let entry = &mut entries[place];
        if entry.table != table || &entry.key[..usize::from(entry.len)] != key {
            entry.key[..key.len()].copy_from_slice(key);
            entry.len = key.len() as u8;
            entry.table = table;
            entry.found = ask();
        }
        entry.found
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_kept_for_its_table_and_key_alone() {
        assert_eq!(remember(200, b"page", || Some(7)), Some(7));
        assert_eq!(remember(200, b"page", || panic!("asked twice")), Some(7));
        assert_eq!(remember(201, b"page", || None), None);
        assert_eq!(remember(200, b"pag", || Some(1)), Some(1));
        let long = [b'x'; LONGEST + 1];
        assert_eq!(remember(200, &long, || Some(1)), Some(1));
        assert_eq!(remember(200, &long, || Some(2)), Some(2));
    }
}
