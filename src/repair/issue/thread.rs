//! Draws what belongs together to one place: moves blocks behind the block that they continue, drops
//! the jump lines between, and closes the seam.
//!
//! Knows the order of blocks; not why they belong together.

use crate::repair::Confidence;
use crate::repair::engine::{Action, Edit, Engine};
use crate::repair::passes::Seam;

/// Blocks that go on where another one stops.
#[derive(Clone, Debug)]
pub struct Thread {
    /// The pass that says so.
    pub pass: &'static str,
    /// The block that they go on from.
    pub tail: usize,
    /// The blocks, in the order in which they are to stand behind it.
    pub blocks: Vec<usize>,
    /// Blocks that have no use then, and why.
    pub drops: Vec<(usize, String)>,
    /// How the first of the blocks is one with the tail, if it is.
    pub seam: Option<Seam>,
    /// How sure.
    pub confidence: Confidence,
    /// Why.
    pub because: String,
}

/// The blocks of an issue in the order in which they stand now, by their old numbers.
struct Order {
    blocks: Vec<usize>,
    /// The page that each block stands on, by its old number.
    homes: Vec<usize>,
}

impl Order {
    fn at(&self, block: usize) -> Option<usize> {
        self.blocks.iter().position(|one| *one == block)
    }
}

/// Makes the edits of all threads; gives the first blocks of the pages as they are then.
pub fn draw(engine: &mut Engine, threads: &[Thread], starts: &[usize]) -> Vec<usize> {
    let count = engine.text().blocks().len();
    let mut order = Order {
        blocks: (0..count).collect(),
        homes: (0..count)
            .map(|block| starts.partition_point(|start| *start <= block).max(1) - 1)
            .collect(),
    };
    let mut drawn: Vec<&Thread> = Vec::new();
    for thread in threads {
        if pull(engine, thread, &mut order) {
            drawn.push(thread);
        }
    }
    for thread in &drawn {
        drop_blocks(engine, thread, &mut order);
    }
    for thread in &drawn {
        seal(engine, thread, &mut order);
    }
    (0..starts.len())
        .map(|page| {
            let before = |block: &&usize| order.homes[**block] < page;
            order.blocks.iter().filter(before).count()
        })
        .collect()
}

/// Moves the blocks of a thread behind its tail; false when the text cannot be cut there.
fn pull(engine: &mut Engine, thread: &Thread, order: &mut Order) -> bool {
    let mut anchor = thread.tail;
    let mut rest = thread.blocks.as_slice();
    let mut moved = false;
    while let Some(first) = rest.first() {
        let (Some(start), Some(to)) = (order.at(*first), order.at(anchor)) else {
            return moved;
        };
        // As many as stand in a row.
        let run = rest
            .iter()
            .zip(&order.blocks[start..])
            .take_while(|(wanted, found)| wanted == found)
            .count();
        let end = start + run;
        if start != to + 1 {
            let Some(before) = start.checked_sub(1).filter(|_| !(start..end).contains(&to)) else {
                return moved;
            };
            let ranges = engine.text().blocks();
            let edit = Edit {
                at: ranges[before].end..ranges[end - 1].end,
                action: Action::Move(ranges[to].end),
                confidence: thread.confidence,
                because: thread.because.clone(),
                seen: Vec::new(),
            };
            if engine.apply(thread.pass, vec![edit]).0 == 0 {
                return moved;
            }
            let blocks: Vec<usize> = order.blocks.drain(start..end).collect();
            let to = order.at(anchor).map_or(0, |at| at + 1);
            order.blocks.splice(to..to, blocks);
        }
        moved = true;
        for block in &rest[..run] {
            order.homes[*block] = order.homes[thread.tail];
        }
        anchor = rest[run - 1];
        rest = &rest[run..];
    }
    moved
}

/// Joins the first of the blocks to the tail. From then on the two count as one block.
fn seal(engine: &mut Engine, thread: &Thread, order: &mut Order) {
    let (Some(seam), Some(first)) = (&thread.seam, thread.blocks.first()) else {
        return;
    };
    // The tail may be one already with what stands before it.
    let Some(at) = order.at(*first).filter(|at| *at > 0) else {
        return;
    };
    let ranges = engine.text().blocks();
    let tail = &engine.text().string[ranges[at - 1].clone()];
    let hyphen = tail.chars().next_back().map_or(0, char::len_utf8);
    let start = ranges[at - 1].end - if seam.hyphen_goes { hyphen } else { 0 };
    let edit = Edit {
        at: start..ranges[at].start,
        action: Action::Replace(seam.now.to_owned()),
        confidence: seam.confidence,
        because: seam.because.clone(),
        seen: Vec::new(),
    };
    if engine.apply(thread.pass, vec![edit]).0 > 0 {
        order.blocks.remove(at);
    }
}

/// Drops the blocks that a thread has no use for.
fn drop_blocks(engine: &mut Engine, thread: &Thread, order: &mut Order) {
    for (block, because) in &thread.drops {
        let Some(at) = order.at(*block) else {
            continue;
        };
        let ranges = engine.text().blocks();
        let range = match at.checked_sub(1) {
            Some(before) => ranges[before].end..ranges[at].end,
            None => ranges[0].start..ranges.get(1).map_or(ranges[0].end, |next| next.start),
        };
        let edit = Edit {
            at: range,
            action: Action::Replace(String::new()),
            confidence: thread.confidence,
            because: because.clone(),
            seen: Vec::new(),
        };
        if engine.apply(thread.pass, vec![edit]).0 > 0 {
            order.blocks.remove(at);
        }
    }
}
