//! Where the same text stands twice on a page, white space and hyphens left aside.

use std::ops::Range;

use crate::model::SplitWords as _;

use super::view::View;

/// Bytes of a text without white space and hyphens, each with its place, and where runs of them
/// stand again.
#[derive(Debug)]
pub struct Squeezed {
    bytes: Vec<u8>,
    at: Vec<u32>,
    /// The blocks' numbers in the view and where they start here, in order.
    starts: Vec<(u32, u32)>,
    /// The last place of every run, and bits of its hash; half of the table stays empty.
    last: Vec<(u32, u32)>,
    /// A bit for every run that there is, and few others: most runs that are asked for are nowhere.
    some: Vec<u64>,
    /// The place before, that starts with the same run.
    before: Vec<u32>,
}

/// Bytes of a run by which repeats are found: about three words.
pub const GRAM: usize = 14;

/// Repeats of one run that are looked at: a page that says the same thing more often says nothing
/// of where a line came from.
const LOOKED_AT: usize = 6;

const NONE: u32 = u32::MAX;

/// What the hash of a run is multiplied with for each byte.
const BASE: u64 = 0x0100_0000_01b3;

/// Bytes on one side of a seam that are looked at, and of half a run.
const FAR: usize = 24;
const HALF: usize = GRAM / 2;

/// What stands on one side of a seam: squeezed bytes, those next to the seam first.
pub struct Side {
    bytes: [u8; FAR],
    len: usize,
    /// Its share of the hash of a run that has the seam in its middle.
    hash: u64,
}

impl Side {
    /// The end of the text before a seam.
    pub fn before(text: &str) -> Side {
        let mut side = Side::of(text.bytes().rev());
        let half = side.bytes[..HALF].iter().rev();
        let hash = half.fold(0, |hash, byte| grown(hash, *byte));
        side.hash = (0..HALF).fold(hash, |hash, _| hash.wrapping_mul(BASE));
        side
    }

    /// The beginning of the text behind a seam.
    pub fn after(text: &str) -> Side {
        let mut side = Side::of(text.bytes());
        side.hash = side.bytes[..HALF]
            .iter()
            .fold(0, |hash, byte| grown(hash, *byte));
        side
    }

    fn of(bytes: impl Iterator<Item = u8>) -> Side {
        let mut side = Side {
            bytes: [0; FAR],
            len: 0,
            hash: 0,
        };
        for (place, byte) in side.bytes.iter_mut().zip(bytes.filter(counts)) {
            *place = byte;
            side.len += 1;
        }
        side
    }
}

/// What is known of a text whose end stands elsewhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct Copied {
    /// Whether the next letters stand behind it there too.
    pub goes_on: bool,
    /// Whether a line's length of it is the same.
    pub long: bool,
}

/// A hash whose bits all depend on all bytes of the run.
fn mixed(hash: u64) -> u64 {
    hash.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The bits of a hash by which runs in neighbouring slots are told apart.
fn tag(hash: u64) -> u32 {
    (mixed(hash) >> 32) as u32
}

/// The hash of a run with one byte more.
fn grown(hash: u64, byte: u8) -> u64 {
    hash.wrapping_mul(BASE).wrapping_add(u64::from(byte))
}

/// Whether a byte counts: white space and hyphens are left aside.
fn counts(byte: &u8) -> bool {
    !byte.is_ascii_whitespace() && *byte != b'-'
}

/// The same text in two places: ranges of squeezed bytes, equally long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Here.
    pub here: Range<usize>,
    /// There.
    pub there: Range<usize>,
}

impl Squeezed {
    /// Squeezes a part of a page: blocks `blocks` of the view.
    fn of(view: &View, blocks: Range<usize>) -> Squeezed {
        let size = view.blocks[blocks.clone()]
            .iter()
            .map(|block| block.text.len())
            .sum();
        let mut squeezed = Squeezed {
            bytes: Vec::with_capacity(size),
            at: Vec::with_capacity(size),
            starts: Vec::with_capacity(blocks.len()),
            last: Vec::new(),
            some: Vec::new(),
            before: Vec::new(),
        };
        for number in blocks {
            let block = &view.blocks[number];
            let start = squeezed.bytes.len() as u32;
            squeezed.starts.push((number as u32, start));
            for word in block.text.split_words() {
                let offset = word.as_ptr() as usize - block.text.as_ptr() as usize;
                for (nth, byte) in word.bytes().enumerate().filter(|(_, byte)| *byte != b'-') {
                    squeezed.bytes.push(byte);
                    squeezed.at.push((block.range.start + offset + nth) as u32);
                }
            }
        }
        squeezed.index();
        squeezed
    }

    /// Finds for every run the same run before it.
    fn index(&mut self) {
        let top = (1..GRAM).fold(1_u64, |power, _| power.wrapping_mul(BASE));
        let runs = (self.bytes.len() + 1).saturating_sub(GRAM);
        self.before = vec![NONE; self.bytes.len()];
        self.last = vec![(NONE, 0); (runs * 2).next_power_of_two()];
        self.some = vec![0; (runs / 8).next_power_of_two()];
        let mut hash = 0_u64;
        for end in 0..self.bytes.len() {
            if end >= GRAM {
                let out = u64::from(self.bytes[end - GRAM]);
                hash = hash.wrapping_sub(out.wrapping_mul(top));
            }
            hash = hash
                .wrapping_mul(BASE)
                .wrapping_add(u64::from(self.bytes[end]));
            if end + 1 < GRAM {
                continue;
            }
            let start = end + 1 - GRAM;
            let (word, bit) = self.bit(hash);
            self.some[word] |= bit;
            let (slot, before) = self.slot(hash);
            self.before[start] = before;
            self.last[slot] = (start as u32, tag(hash));
        }
    }

    /// The bit of a run: the word it is in, and its place there.
    fn bit(&self, hash: u64) -> (usize, u64) {
        let mixed = mixed(hash);
        let word = (mixed >> 40) as usize & (self.some.len() - 1);
        (word, 1 << (mixed >> 34 & 63))
    }

    /// The slot of a run in the table, and the last place of the run.
    fn slot(&self, hash: u64) -> (usize, u32) {
        let mask = self.last.len() - 1;
        // The tag has the upper bits.
        let mut slot = (mixed(hash) >> 8) as usize & mask;
        loop {
            let (place, found) = self.last[slot];
            if place == NONE || found == tag(hash) {
                return (slot, place);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// The last place that starts with the run of this hash.
    fn last(&self, hash: u64) -> u32 {
        if self.last.is_empty() {
            return NONE;
        }
        let (word, bit) = self.bit(hash);
        if self.some[word] & bit == 0 {
            return NONE;
        }
        self.slot(hash).1
    }

    /// Bytes in all.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// The number of the block in the view that a byte belongs to.
    pub fn block(&self, byte: usize) -> usize {
        let after = self
            .starts
            .partition_point(|(_, start)| *start as usize <= byte);
        // Blocks of nothing but white space start where the next one does.
        self.starts[after.max(1) - 1].0 as usize
    }

    /// The range of the text that a range of squeezed bytes (not an empty one) stands for, in whole
    /// characters.
    pub fn text(&self, mut range: Range<usize>) -> Range<usize> {
        let inside = |at: &usize| self.bytes.get(*at).is_some_and(|byte| byte & 0xc0 == 0x80);
        while inside(&range.start) {
            range.start -= 1;
        }
        while inside(&range.end) {
            range.end += 1;
        }
        self.at[range.start] as usize..self.at[range.end - 1] as usize + 1
    }

    /// The squeezed bytes of a block.
    pub fn of_block(&self, number: usize) -> Range<usize> {
        let place = |number: usize| {
            let before = self
                .starts
                .partition_point(|(block, _)| (*block as usize) < number);
            let start = self.starts.get(before);
            start.map_or(self.bytes.len(), |(_, start)| *start as usize)
        };
        place(number)..place(number + 1)
    }

    /// How many bytes on either side of a seam (the fewer of both, at least half a run; 0 for none) stand
    /// together, without the seam, in another block than `number`.
    pub fn shared(&self, before: &Side, after: &Side, number: usize) -> usize {
        if before.len < HALF || after.len < HALF {
            return 0;
        }
        let hash = before.hash.wrapping_add(after.hash);
        let mut there = self.last(hash);
        let mut most = 0;
        for _ in 0..LOOKED_AT {
            if there == NONE {
                break;
            }
            let seam = there as usize + HALF;
            if self.block(seam) != number {
                let same = |(a, b): &(&u8, &u8)| a == b;
                let back = self.bytes[..seam]
                    .iter()
                    .rev()
                    .zip(&before.bytes[..before.len]);
                let on = self.bytes[seam..].iter().zip(&after.bytes[..after.len]);
                let found = back.take_while(same).count();
                most = most.max(found.min(on.take_while(same).count()));
            }
            there = self.before[there as usize];
        }
        if most < HALF { 0 } else { most }
    }

    /// Whether the last bytes of a text, a run of them, stand in another block than `number`.
    pub fn ends_elsewhere(&self, text: &str, next: &str, number: usize) -> Option<Copied> {
        let run = Side::of(text.bytes().rev());
        if run.len < GRAM {
            return None;
        }
        let hash = run.bytes[..GRAM]
            .iter()
            .rev()
            .fold(0, |hash, byte| grown(hash, *byte));
        let mut there = self.last(hash);
        let mut found: Option<Copied> = None;
        for _ in 0..LOOKED_AT {
            if there == NONE {
                break;
            }
            if self.block(there as usize) != number {
                let rest = &self.bytes[there as usize + GRAM..];
                // A word may have been broken there.
                let mut word = next.bytes().filter(counts).take(2);
                let goes_on = !next.is_empty() && word.by_ref().zip(rest).all(|(a, b)| a == *b);
                let before = self.bytes[..there as usize + GRAM].iter().rev();
                let same = before.zip(&run.bytes).take_while(|(a, b)| a == b).count();
                let known = found.get_or_insert_with(Copied::default);
                known.goes_on |= goes_on;
                known.long |= same == FAR;
            }
            there = self.before[there as usize];
        }
        found
    }

    /// Where a text stands in another block than `number`, from its first byte or a later one on to
    /// its end: how many of its bytes stand before what was found, and the place.
    pub fn find(&self, text: &str, number: usize) -> Option<(usize, Range<usize>)> {
        let bytes: Vec<u8> = text.bytes().filter(counts).collect();
        for from in 0..bytes.len().saturating_sub(GRAM).min(24) {
            let hash = bytes[from..from + GRAM]
                .iter()
                .fold(0, |hash, byte| grown(hash, *byte));
            let mut there = self.last(hash);
            for _ in 0..LOOKED_AT {
                if there == NONE {
                    break;
                }
                let start = there as usize;
                if self.block(start) != number
                    && self.bytes[start..].starts_with(&bytes[from..])
                    && self.block(start) == self.block(start + bytes.len() - from - 1)
                {
                    return Some((from, start..start + bytes.len() - from));
                }
                there = self.before[start];
            }
        }
        None
    }

    /// All pairs of places, the earlier and the later, where runs of [`GRAM`] bytes and more are
    /// the same; each as long as it can be, in order of the later place.
    fn repeats(&self) -> Vec<Match> {
        let mut found: Vec<Match> = Vec::new();
        for here in 0..self.bytes.len().saturating_sub(GRAM - 1) {
            let mut there = self.before[here];
            let mut looked = 0;
            while there != NONE && looked < LOOKED_AT {
                let start = there as usize;
                looked += 1;
                there = self.before[start];
                // Only where a common stretch begins; its other runs are inside it.
                if start > 0 && here > 0 && self.bytes[start - 1] == self.bytes[here - 1] {
                    continue;
                }
                let len = self.bytes[start..]
                    .iter()
                    .zip(&self.bytes[here..])
                    .take_while(|(a, b)| a == b)
                    .count();
                if len >= GRAM {
                    found.push(Match {
                        here: here..here + len,
                        there: start..start + len,
                    });
                }
            }
        }
        found
    }
}

/// What a page repeats: for each part of it that is looked at together the squeezed text, and its
/// repeats. A part is some 64 kB of blocks, so that time and memory stay in proportion to one page.
pub fn repeats(view: &View) -> Vec<(Squeezed, Vec<Match>)> {
    windows(view)
        .into_iter()
        .map(|window| {
            let squeezed = Squeezed::of(view, window);
            let repeats = squeezed.repeats();
            (squeezed, repeats)
        })
        .collect()
}

/// The blocks that are looked at together.
pub fn windows(view: &View) -> Vec<Range<usize>> {
    const WINDOW: usize = 64 << 10;
    let mut windows = Vec::new();
    let mut start = 0;
    let mut size = 0;
    for (number, block) in view.blocks.iter().enumerate() {
        size += block.text.len();
        if size >= WINDOW {
            windows.push(start..number + 1);
            start = number + 1;
            size = 0;
        }
    }
    if start < view.blocks.len() {
        windows.push(start..view.blocks.len());
    }
    windows
}
