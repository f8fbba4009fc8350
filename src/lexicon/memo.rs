//! The last few thousand look-ups of a thread, so that running text, which says the same words again
//! and again, mostly need not walk the word table. Knows no word and changes no answer.

use std::cell::RefCell;

/// Entries a thread keeps; an entry is thrown out by the next word of the same place.
const ENTRIES: usize = 1 << 14;

/// A look-up and its answer. The key is a hash of 64 bits: that two words of one thread share it is
/// less likely than a fault of the machine.
#[derive(Clone, Copy)]
struct Entry {
    key: u64,
    found: Option<u16>,
    /// Which table was asked; 0 in an empty entry.
    table: u8,
}

const EMPTY: Entry = Entry {
    key: 0,
    found: None,
    table: 0,
};

thread_local! {
    static ENTRIES_OF_THREAD: RefCell<Vec<Entry>> = const { RefCell::new(Vec::new()) };
}

/// The answer for a key in a table (a number from 1), from memory or by asking.
pub(super) fn remember(table: u8, key: u64, ask: impl FnOnce() -> Option<u16>) -> Option<u16> {
    ENTRIES_OF_THREAD.with_borrow_mut(|entries| {
        if entries.is_empty() {
            entries.resize(ENTRIES, EMPTY);
        }
        // The upper bits are the best mixed. One word is asked for in several tables, one after the
        // other.
        let place = ((key >> 40) as usize + usize::from(table) * 97) % ENTRIES;
        let entry = &mut entries[place];
        if entry.table != table || entry.key != key {
            *entry = Entry {
                key,
                found: ask(),
                table,
            };
        }
        entry.found
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_kept_for_its_table_and_key_alone() {
        assert_eq!(remember(200, 7 << 40, || Some(7)), Some(7));
        assert_eq!(remember(200, 7 << 40, || panic!("asked twice")), Some(7));
        assert_eq!(remember(201, 7 << 40, || None), None);
        assert_eq!(remember(200, 7 << 40 | 1, || Some(1)), Some(1));
    }
}
