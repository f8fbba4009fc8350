//! Word pairs and their scores in a table read in place. Knows its own layout, and no word.
//!
//! Layout: `RGP1`, the number of slots (u32, little-endian), then the slots (u32 each). A slot is 0
//! when empty, else 26 bits of the pair's hash over 6 bits of score code (score = -(code - 1) / 8).
//! A pair's place is its hash's upper half scaled to the table; a taken place moves it one on. A pair
//! that is not in the table is mistaken for one about once in ten million look-ups.

use super::word::{Folded, STEP};

const MAGIC: &[u8; 4] = b"RGP1";
const CODE_BITS: u32 = 6;

/// A table of word pairs over bytes that somebody else keeps.
pub(super) struct Pairs {
    slots: &'static [u8],
    count: u32,
}

impl Pairs {
    /// Opens a table; an empty one if the bytes are not a table.
    pub(super) fn open(bytes: &'static [u8]) -> Self {
        let count = bytes
            .strip_prefix(MAGIC)
            .and_then(|rest| rest.first_chunk::<4>())
            .map_or(0, |count| u32::from_le_bytes(*count));
        let slots = bytes.get(8..).unwrap_or_default();
        match slots.len() == count as usize * 4 {
            true => Self { slots, count },
            false => Self {
                slots: &[],
                count: 0,
            },
        }
    }

    /// log10 of the pair's relative frequency among all pairs, `None` if it was not seen.
    pub(super) fn score(&self, left: &str, right: &str) -> Option<f32> {
        if self.count == 0 {
            return None;
        }
        self.find(hash(Folded::joined(left, Some(b' '), right)?.bytes()))
    }

    /// The same, of the pair with this hash.
    pub(super) fn find(&self, hash: u64) -> Option<f32> {
        if self.count == 0 {
            return None;
        }
        let mark = mark(hash);
        let mut at = place(hash, self.count);
        for _ in 0..self.count {
            let slot = self.slot(at)?;
            if slot == 0 {
                return None;
            }
            if slot >> CODE_BITS == mark {
                return Some(((slot & 0x3f) as f32 - 1.0) * -STEP);
            }
            at = (at + 1) % self.count;
        }
        None
    }

    fn slot(&self, at: u32) -> Option<u32> {
        let from = at as usize * 4;
        self.slots
            .get(from..from + 4)?
            .first_chunk()
            .map(|bytes| u32::from_le_bytes(*bytes))
    }
}

/// Packs pairs (`left right`, folded) and their score codes (1 to 63) into a table's bytes.
///
/// The table is a fifth larger than its pairs. Used by the recipe that builds the data.
pub fn pack_pairs<'a>(rows: impl ExactSizeIterator<Item = (&'a str, u32)>) -> Vec<u8> {
    let count = (rows.len() + rows.len() / 5 + 1) as u32;
    let mut slots = vec![0_u32; count as usize];
    for (pair, code) in rows {
        let hash = hash(pair.as_bytes());
        let mut at = place(hash, count);
        while slots[at as usize] != 0 && slots[at as usize] >> CODE_BITS != mark(hash) {
            at = (at + 1) % count;
        }
        slots[at as usize] = mark(hash) << CODE_BITS | code.clamp(1, 63);
    }
    let mut bytes = MAGIC.to_vec();
    bytes.extend(count.to_le_bytes());
    bytes.extend(slots.iter().flat_map(|slot| slot.to_le_bytes()));
    bytes
}

fn place(hash: u64, count: u32) -> u32 {
    (((hash >> 32) * u64::from(count)) >> 32) as u32
}

/// The part of the hash that a slot keeps, never 0.
fn mark(hash: u64) -> u32 {
    (hash as u32 >> CODE_BITS).max(1)
}

/// FNV-1a (Fowler, Noll, Vo) with a last mix, since the place comes from the upper bits.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    mixed(hashed(START, bytes))
}

/// The state of the hash before the first byte.
pub(super) const START: u64 = 0xcbf2_9ce4_8422_2325;

/// The state of the hash after more bytes.
pub(super) fn hashed(mut state: u64, bytes: &[u8]) -> u64 {
    for byte in bytes {
        state = (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    state
}

/// The last mix.
pub(super) fn mixed(state: u64) -> u64 {
    (state ^ (state >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[(&str, u32)]) -> Pairs {
        Pairs::open(Box::leak(
            pack_pairs(rows.iter().copied()).into_boxed_slice(),
        ))
    }

    #[test]
    fn a_packed_pair_is_found_with_its_score_and_no_other() {
        let pairs = table(&[("of the", 18), ("the page", 34)]);
        assert_eq!(pairs.score("Of", "the"), Some(-2.125));
        assert_eq!(pairs.score("the", "page"), Some(-4.125));
        assert_eq!(pairs.score("page", "the"), None);
    }

    #[test]
    fn bytes_that_are_no_table_hold_nothing() {
        for bytes in [&b""[..], b"RGP1", b"RGP1\xff\xff\xff\xff", b"what is this"] {
            assert_eq!(Pairs::open(bytes).score("of", "the"), None);
        }
    }
}
