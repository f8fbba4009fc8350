//! The cheapest way along a stretch of tokens, and how much dearer all others are.
//!
//! Knows costs and neighbours; not where they come from.

use crate::lexicon::Lexicon;

use super::ways::Way;

/// A reading on the cheapest way that differs from what stands there.
#[derive(Debug)]
pub struct Found<'a> {
    /// Its first token, counted in the stretch.
    pub token: usize,
    /// The reading.
    pub way: &'a Way,
    /// Powers of ten by which the way is likelier than the best one on which the token stays.
    pub margin: f32,
    /// Powers of ten by which it is likelier than the best one on which the token is read in a third way.
    pub second: f32,
}

/// What the way to a reading costs, and the reading before it, by token and number.
type Reached = (f32, Option<(usize, usize)>);

/// The readings of a stretch that differ from what stands there, on the cheapest way along it.
///
/// Time grows with the number of tokens and the square of the readings of each.
pub fn best<'a>(lexicon: &Lexicon, stretch: &'a [Vec<Way>]) -> Vec<Found<'a>> {
    let count = stretch.len();
    // How well each reading goes on to those that may follow it.
    let joints: Vec<Vec<Vec<f32>>> = stretch
        .iter()
        .enumerate()
        .map(|(number, ways)| {
            let follow = |way: &Way| {
                let next = stretch.get(number + way.tokens).into_iter().flatten();
                next.map(|other| lexicon.joint(&way.last, &other.first))
                    .collect()
            };
            ways.iter().map(follow).collect()
        })
        .collect();
    // Costs up to each reading, with it, and the reading before it.
    let mut ahead: Vec<Vec<Reached>> = Vec::with_capacity(count);
    // Readings by the token behind them.
    let mut ending: Vec<Vec<(usize, usize)>> = vec![Vec::new(); count + 1];
    for (number, ways) in stretch.iter().enumerate() {
        let mut costs = Vec::with_capacity(ways.len());
        for (nth, way) in ways.iter().enumerate() {
            let before = ending[number].iter().map(|(from, which)| {
                let cost = ahead[*from][*which].0 - joints[*from][*which][nth];
                (cost, Some((*from, *which)))
            });
            let best = before.min_by(|a, b| a.0.total_cmp(&b.0));
            let best = best.unwrap_or(match number {
                0 => (0.0, None),
                _ => (f32::INFINITY, None),
            });
            costs.push((best.0 + way.cost, best.1));
            if let Some(list) = ending.get_mut(number + way.tokens) {
                list.push((number, nth));
            }
        }
        ahead.push(costs);
    }
    // Costs behind each reading.
    let mut behind: Vec<Vec<f32>> = stretch.iter().map(|ways| vec![0.0; ways.len()]).collect();
    for number in (0..count).rev() {
        for (nth, way) in stretch[number].iter().enumerate() {
            let end = number + way.tokens;
            behind[number][nth] = match stretch.get(end) {
                None if end == count => 0.0,
                None => f32::INFINITY,
                Some(next) => next
                    .iter()
                    .enumerate()
                    .map(|(which, other)| {
                        behind[end][which] + other.cost - joints[number][nth][which]
                    })
                    .fold(f32::INFINITY, f32::min),
            };
        }
    }
    let whole = |number: usize, nth: usize| ahead[number][nth].0 + behind[number][nth];
    let last = ending[count]
        .iter()
        .min_by(|a, b| ahead[a.0][a.1].0.total_cmp(&ahead[b.0][b.1].0));
    let mut found = Vec::new();
    let mut at = last.copied();
    while let Some((number, nth)) = at {
        let way = &stretch[number][nth];
        if !way.stays() {
            let others = |stays: bool| {
                let ways = stretch[number].iter().enumerate();
                ways.filter(move |(_, other)| other.stays() == stays && other.now != way.now)
                    .map(|(which, _)| whole(number, which))
                    .fold(f32::INFINITY, f32::min)
            };
            let own = whole(number, nth);
            found.push(Found {
                token: number,
                way,
                margin: others(true) - own,
                second: others(false) - own,
            });
        }
        at = ahead[number][nth].1;
    }
    found.reverse();
    found
}
