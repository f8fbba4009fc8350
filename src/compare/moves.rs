//! Stretches that were taken out in one place and put in at another.
//!
//! Knows token numbers and block boundaries. A move is one change, however long; what changed
//! inside it is told apart later.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Sides;
use super::align::Hunk;
use super::token::{Token, is_hyphen};

/// A stretch of the first text and where it stands in the second, in tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Move {
    pub before: Range<usize>,
    pub after: Range<usize>,
    /// Whether it is whole blocks or sentences, and no fragment from the midst of other text.
    pub whole: bool,
}

/// What is left of a hunk without the words that moved, in tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Rest {
    pub before: Vec<usize>,
    pub after: Vec<usize>,
    /// The token before which it stands, where it has none of its own.
    pub at: (usize, usize),
    /// Whether the letters of both sides are known to agree, so that nothing in it moved.
    pub settled: bool,
}

impl Rest {
    pub(super) fn of(hunk: &Hunk) -> Rest {
        Rest {
            before: hunk.before.clone().collect(),
            after: hunk.after.clone().collect(),
            at: (hunk.before.start, hunk.after.start),
            settled: false,
        }
    }
}

/// Words in a row that must agree for two stretches to be looked at together.
const SHINGLE: usize = 3;

/// A fragment of fewer words, or of fewer letters than [`LETTERS`], is no evidence of a move, unless it is a
/// whole block.
const FEWEST: usize = 3;

/// See [`FEWEST`].
const LETTERS: usize = 8;

/// A phrase that stands more often than this among what was taken out is everywhere.
const COMMON: usize = 16;

/// The longest stretch of blocks that is looked at as having moved over a fragment, in tokens.
const LEAP: usize = 600;

/// Finds what moved, and what is left of the hunks.
pub(super) fn find(sides: &Sides, hunks: Vec<Hunk>) -> (Vec<Move>, Vec<Rest>) {
    let (mut moves, mut rests) = leaps(sides, hunks);
    let found = tiles(sides, &rests);
    for found in found {
        take(sides, &mut rests, &found);
        moves.push(found);
    }
    rests.retain(|rest| !rest.before.is_empty() || !rest.after.is_empty());
    (moves, rests)
}

/// Blocks that stand between the two halves of a sentence in one text, and beside it in the other.
///
/// The shortest way to say so may be that the half moved over the blocks; a person says that the
/// blocks moved, and the halves were joined.
fn leaps(sides: &Sides, hunks: Vec<Hunk>) -> (Vec<Move>, Vec<Rest>) {
    let mut moves = Vec::new();
    let mut rests: Vec<Rest> = Vec::with_capacity(hunks.len());
    let mut last: Option<Hunk> = None;
    for hunk in hunks {
        if let (Some(one), Some(rest)) = (&last, rests.last_mut())
            && let Some((before, after)) = leap(sides, one, &hunk)
        {
            let whole = true;
            moves.push(Move {
                before: before.clone(),
                after: after.clone(),
                whole,
            });
            // A boundary before the blocks goes with them, the one behind them stays.
            rest.before.extend(before.end..hunk.before.start);
            rest.after.extend(after.end..hunk.after.start);
            rest.before.extend(hunk.before);
            rest.after.extend(hunk.after);
            rest.settled = true;
            last = None;
            continue;
        }
        rests.push(Rest::of(&hunk));
        last = Some(hunk);
    }
    (moves, rests)
}

/// The whole blocks between two hunks, if it is they that moved.
fn leap(sides: &Sides, one: &Hunk, two: &Hunk) -> Option<(Range<usize>, Range<usize>)> {
    let kept = one.before.end..two.before.start;
    if kept.is_empty() || kept.len() > LEAP {
        return None;
    }
    let is_word = |token: &Token| !token.is_break();
    let first = sides.one[kept.clone()].iter().position(is_word)?;
    let last = sides.one[kept.clone()].iter().rposition(is_word)?;
    let before = kept.start + first..kept.start + last + 1;
    let after = one.after.end + first..one.after.end + last + 1;
    if blocks(sides.one, &before) != before || blocks(sides.two, &after) != after {
        return None;
    }
    let text = |tokens: &[Token], text: &str, ranges: [&Range<usize>; 2]| -> String {
        let of = |range: &Range<usize>| letters(text, &tokens[range.clone()]);
        of(ranges[0]) + &of(ranges[1])
    };
    let gone = text(sides.one, sides.before, [&one.before, &two.before]);
    let come = text(sides.two, sides.after, [&one.after, &two.after]);
    if gone.is_empty() || gone != come {
        return None;
    }
    // Blocks that moved over blocks: the shorter way to say it is the better one.
    let is_whole = |tokens: &[Token], range: &Range<usize>| {
        runs(&range.clone().collect::<Vec<_>>(), tokens)
            .iter()
            .all(|run| blocks(tokens, run) == *run)
    };
    if [&one.before, &two.before]
        .iter()
        .all(|range| is_whole(sides.one, range))
        && [&one.after, &two.after]
            .iter()
            .all(|range| is_whole(sides.two, range))
    {
        return None;
    }
    Some((before, after))
}

/// The letters of some tokens: neither white space nor hyphens.
pub(super) fn letters(text: &str, tokens: &[Token]) -> String {
    let words = tokens.iter().filter(|token| !token.is_break());
    words
        .flat_map(|token| text[token.range()].chars())
        .filter(|letter| !letter.is_whitespace() && !is_hyphen(*letter))
        .collect()
}

/// A word that was taken out or put in, and the rest that it belongs to.
#[derive(Clone, Copy)]
struct Loose {
    token: usize,
    rest: usize,
}

/// Words that agree, one by one: first in what was taken out, first in what was put in, how many.
#[derive(Clone, Copy, Debug)]
struct Tile {
    out: usize,
    into: usize,
    len: usize,
}

fn tiles(sides: &Sides, rests: &[Rest]) -> Vec<Move> {
    let loose = |side: fn(&Rest) -> &Vec<usize>, tokens: &[Token]| -> Vec<Loose> {
        let open = rests.iter().enumerate().filter(|(_, rest)| !rest.settled);
        open.flat_map(|(rest, all)| side(all).iter().map(move |&token| Loose { token, rest }))
            .filter(|word| !tokens[word.token].is_break())
            .collect()
    };
    let out = loose(|rest| &rest.before, sides.one);
    let into = loose(|rest| &rest.after, sides.two);
    if out.is_empty() || into.is_empty() {
        return Vec::new();
    }
    let found = tile(sides, &out, &into);
    let groups = grouped(found, &out, &into);
    let mut moves: Vec<Move> = groups
        .iter()
        .filter_map(|group| accepted(sides, group, &out, &into))
        .collect();
    moves.extend(short_blocks(sides, rests, &moves));
    moves
}

/// The longest stretches in common, each word used once.
fn tile(sides: &Sides, out: &[Loose], into: &[Loose]) -> Vec<Tile> {
    let id_out = |at: usize| sides.one[out[at].token].id;
    let id_into = |at: usize| sides.two[into[at].token].id;
    let mut index: FxHashMap<[u32; SHINGLE], Vec<u32>> = FxHashMap::default();
    for at in 0..out.len().saturating_sub(SHINGLE - 1) {
        if out[at].rest == out[at + SHINGLE - 1].rest {
            let key = std::array::from_fn(|nth| id_out(at + nth));
            let places = index.entry(key).or_default();
            if places.len() < COMMON {
                places.push(at as u32);
            }
        }
    }
    let mut found: Vec<Tile> = Vec::new();
    for at in 0..into.len().saturating_sub(SHINGLE - 1) {
        if into[at].rest != into[at + SHINGLE - 1].rest {
            continue;
        }
        let key: [u32; SHINGLE] = std::array::from_fn(|nth| id_into(at + nth));
        for &place in index.get(&key).into_iter().flatten() {
            let place = place as usize;
            let goes_on = place > 0
                && at > 0
                && out[place - 1].rest == out[place].rest
                && into[at - 1].rest == into[at].rest
                && id_out(place - 1) == id_into(at - 1);
            if goes_on {
                continue;
            }
            let mut len = SHINGLE;
            while place + len < out.len()
                && at + len < into.len()
                && out[place + len].rest == out[place].rest
                && into[at + len].rest == into[at].rest
                && id_out(place + len) == id_into(at + len)
            {
                len += 1;
            }
            found.push(Tile {
                out: place,
                into: at,
                len,
            });
        }
    }
    found.sort_by_key(|tile| (std::cmp::Reverse(tile.len), tile.out, tile.into));
    let mut used = (vec![false; out.len()], vec![false; into.len()]);
    let mut kept = Vec::new();
    for tile in found {
        // The longest free stretch of it.
        let free = |nth: usize| !used.0[tile.out + nth] && !used.1[tile.into + nth];
        let Some(first) = (0..tile.len).find(|&nth| free(nth)) else {
            continue;
        };
        let len = (first..tile.len).take_while(|&nth| free(nth)).count();
        if len < SHINGLE {
            continue;
        }
        used.0[tile.out + first..tile.out + first + len].fill(true);
        used.1[tile.into + first..tile.into + first + len].fill(true);
        kept.push(Tile {
            out: tile.out + first,
            into: tile.into + first,
            len,
        });
    }
    kept.sort_by_key(|tile| tile.out);
    kept
}

/// Tiles that follow each other on both sides, but for a few words: one stretch that was edited.
fn grouped(tiles: Vec<Tile>, out: &[Loose], into: &[Loose]) -> Vec<Vec<Tile>> {
    let mut groups: Vec<Vec<Tile>> = Vec::new();
    for tile in tiles {
        let fits = groups
            .last()
            .and_then(|group| group.last())
            .is_some_and(|last| {
                let (end_out, end_into) = (last.out + last.len, last.into + last.len);
                let most = 4 + last.len.max(tile.len) / 3;
                out[last.out].rest == out[tile.out].rest
                    && into[last.into].rest == into[tile.into].rest
                    && tile.into >= end_into
                    && tile.into - end_into <= most
                    && tile.out - end_out <= most
            });
        match groups.last_mut() {
            Some(group) if fits => group.push(tile),
            _ => groups.push(vec![tile]),
        }
    }
    groups
}

/// The move that a group of tiles is, if it is long enough or whole.
fn accepted(sides: &Sides, group: &[Tile], out: &[Loose], into: &[Loose]) -> Option<Move> {
    let (first, last) = (group.first()?, group.last()?);
    let agreed: usize = group.iter().map(|tile| tile.len).sum();
    let mut before = out[first.out].token..out[last.out + last.len - 1].token + 1;
    let mut after = into[first.into].token..into[last.into + last.len - 1].token + 1;
    // A block whose ends were edited, too, moved as a whole.
    let (block, other) = (blocks(sides.one, &before), blocks(sides.two, &after));
    let near = |whole: &Range<usize>, part: &Range<usize>| whole.len() * 7 <= part.len() * 10;
    let is_loose = |words: &[Loose], range: Range<usize>| {
        let from = words.partition_point(|word| word.token < range.start);
        let found = words[from..]
            .iter()
            .take_while(|word| word.token < range.end);
        found.count()
    };
    let all_loose = is_loose(out, block.clone()) == words(&sides.one[block.clone()])
        && is_loose(into, other.clone()) == words(&sides.two[other.clone()]);
    if near(&block, &before) && near(&other, &after) && all_loose {
        (before, after) = (block.clone(), other.clone());
    }
    let whole = before == block || is_sentence(sides, &before);
    let longest = before.len().max(after.len());
    let long = letters(sides.before, &sides.one[before.clone()]).len() >= LETTERS;
    let enough = agreed >= FEWEST && long || before == block && after == other;
    (enough && agreed * 10 >= longest * 6).then_some(Move {
        before,
        after,
        whole,
    })
}

/// The range widened to whole blocks.
fn blocks(tokens: &[Token], range: &Range<usize>) -> Range<usize> {
    let start = tokens[..range.start]
        .iter()
        .rposition(Token::is_break)
        .map_or(0, |at| at + 1);
    let end = tokens[range.end..]
        .iter()
        .position(Token::is_break)
        .map_or(tokens.len(), |at| range.end + at);
    start..end
}

/// Whether a stretch begins where a sentence does and ends where one does.
fn is_sentence(sides: &Sides, range: &Range<usize>) -> bool {
    let ends = |at: usize| {
        let token = &sides.one[at];
        let word = sides.before[token.range()].trim_end_matches(['"', '\'', '”', '’', '»', ')']);
        token.is_break() || word.ends_with(['.', '!', '?', '…', '。', '！', '？'])
    };
    (range.start == 0 || ends(range.start - 1))
        && (range.end == sides.one.len() || ends(range.end - 1))
}

fn words(tokens: &[Token]) -> usize {
    tokens.iter().filter(|token| !token.is_break()).count()
}

/// Blocks too short for tiles: equal as a whole, and each the only one of its words.
fn short_blocks(sides: &Sides, rests: &[Rest], known: &[Move]) -> Vec<Move> {
    let short =
        |tokens: &[Token], own: fn(&Rest) -> &Vec<usize>, taken: fn(&Move) -> &Range<usize>| {
            let mut found: FxHashMap<Vec<u32>, Vec<Range<usize>>> = FxHashMap::default();
            let mut known: Vec<&Range<usize>> = known.iter().map(taken).collect();
            known.sort_by_key(|range| range.start);
            for rest in rests {
                for run in runs(own(rest), tokens) {
                    let at = known.partition_point(|range| range.end <= run.start);
                    let free = known.get(at).is_none_or(|range| range.start >= run.end);
                    if run.len() <= SHINGLE && free && blocks(tokens, &run) == run {
                        let ids = tokens[run.clone()].iter().map(|token| token.id).collect();
                        found.entry(ids).or_default().push(run);
                    }
                }
            }
            found
        };
    let gone = short(sides.one, |rest| &rest.before, |found| &found.before);
    let come = short(sides.two, |rest| &rest.after, |found| &found.after);
    let mut moves: Vec<Move> = gone
        .into_iter()
        .filter_map(|(ids, places)| match (&places[..], &come.get(&ids)?[..]) {
            ([before], [after]) if letters(sides.before, &sides.one[before.clone()]).len() > 3 => {
                Some(Move {
                    before: before.clone(),
                    after: after.clone(),
                    whole: true,
                })
            }
            _ => None,
        })
        .collect();
    moves.sort_by_key(|found| found.before.start);
    moves
}

/// Runs of words without a boundary among tokens in order.
pub(super) fn runs(own: &[usize], tokens: &[Token]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for &token in own {
        if tokens[token].is_break() {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.end == token => run.end += 1,
            _ => runs.push(token..token + 1),
        }
    }
    runs
}

/// Takes what moved out of the rests, with one boundary for whole blocks.
fn take(sides: &Sides, rests: &mut [Rest], found: &Move) {
    let side = |tokens: &[Token], range: &Range<usize>, own: &mut Vec<usize>| {
        let Ok(_) = own.binary_search(&range.start) else {
            return;
        };
        own.retain(|token| !range.contains(token));
        if blocks(tokens, range) == *range {
            let boundary = [range.start.checked_sub(1), Some(range.end)];
            let boundary = boundary.into_iter().flatten().find_map(|at| {
                own.binary_search(&at)
                    .ok()
                    .filter(|_| tokens[at].is_break())
            });
            if let Some(at) = boundary {
                own.remove(at);
            }
        }
    };
    // Rests stand in order on both sides; the one that holds a token is the last that starts before.
    let holder = |rests: &[Rest], token: usize, own: fn(&Rest) -> (&Vec<usize>, usize)| {
        rests
            .partition_point(|rest| own(rest).1 <= token)
            .checked_sub(1)
    };
    if let Some(at) = holder(rests, found.before.start, |rest| (&rest.before, rest.at.0)) {
        for rest in &mut rests[at.saturating_sub(1)..=at] {
            side(sides.one, &found.before, &mut rest.before);
        }
    }
    if let Some(at) = holder(rests, found.after.start, |rest| (&rest.after, rest.at.1)) {
        for rest in &mut rests[at.saturating_sub(1)..=at] {
            side(sides.two, &found.after, &mut rest.after);
        }
    }
}
