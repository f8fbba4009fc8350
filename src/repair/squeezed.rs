//! Where the same text stands twice on a page, white space and hyphens left aside.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::view::View;

/// Bytes of a text without white space and hyphens, each with its place, and an index of their
/// runs.
#[derive(Debug)]
pub struct Squeezed {
    bytes: Vec<u8>,
    at: Vec<u32>,
    block: Vec<u32>,
    grams: FxHashMap<u64, u32>,
    /// The place before, that starts with the same run.
    before: Vec<u32>,
}

/// Bytes of a run by which repeats are found: about three words.
pub const GRAM: usize = 14;

/// Repeats of one run that are looked at: a page that says the same thing more often says nothing
/// of where a line came from.
const LOOKED_AT: usize = 6;

const NONE: u32 = u32::MAX;

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
    pub fn of(view: &View, blocks: Range<usize>) -> Squeezed {
        let mut squeezed = Squeezed {
            bytes: Vec::new(),
            at: Vec::new(),
            block: Vec::new(),
            grams: FxHashMap::default(),
            before: Vec::new(),
        };
        for number in blocks {
            let block = &view.blocks[number];
            for (offset, found) in block.text.char_indices() {
                if found.is_whitespace() || found == '-' {
                    continue;
                }
                for byte in 0..found.len_utf8() {
                    let at = block.range.start + offset + byte;
                    squeezed.bytes.push(view.text.as_bytes()[at]);
                    squeezed.at.push(at as u32);
                    squeezed.block.push(number as u32);
                }
            }
        }
        squeezed.index();
        squeezed
    }

    fn index(&mut self) {
        const BASE: u64 = 0x0100_0000_01b3;
        let top = (1..GRAM).fold(1_u64, |power, _| power.wrapping_mul(BASE));
        let mut hash = 0_u64;
        self.before = vec![NONE; self.bytes.len()];
        for end in 0..self.bytes.len() {
            if end >= GRAM {
                let out = u64::from(self.bytes[end - GRAM]);
                hash = hash.wrapping_sub(out.wrapping_mul(top));
            }
            hash = hash
                .wrapping_mul(BASE)
                .wrapping_add(u64::from(self.bytes[end]));
            if end + 1 >= GRAM {
                let start = end + 1 - GRAM;
                if let Some(before) = self.grams.insert(hash, start as u32) {
                    self.before[start] = before;
                }
            }
        }
    }

    /// Bytes in all.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// The number of the block in the view that a byte belongs to.
    pub fn block(&self, byte: usize) -> usize {
        self.block[byte] as usize
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
        let start = self
            .block
            .partition_point(|block| (*block as usize) < number);
        let end = self
            .block
            .partition_point(|block| (*block as usize) <= number);
        start..end
    }

    /// All pairs of places, the earlier and the later, where runs of [`GRAM`] bytes and more are
    /// the same; each as long as it can be, in order of the later place.
    pub fn repeats(&self) -> Vec<Match> {
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

/// Parts of a page that are looked at together: blocks that make up some 64 kB, so that the time
/// and memory of looking for repeats stay in proportion to one page, whatever the file.
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
