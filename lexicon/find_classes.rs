//! Finds classes of English words by what stands next to them, and how well the classes go together:
//! `lexicon/en-classes.fst` and `lexicon/en.joints`.
//!
//! `cargo run --release --example find_classes -- TEXT.txt BIGRAMS.txt`, where TEXT has a paragraph a
//! line and BIGRAMS is SymSpell's list ("left right count" a line). Every word has a class as the
//! left of two neighbours and one as the right; both are found in turn, so that as much as can be
//! of what the words tell of each other is told by the classes (Dhillon, Mallela and Modha,
//! "Information-Theoretic Co-clustering", 2003). The same files give the same bytes.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;

use reglet::lexicon::{Language, Lexicon, pack_joints};

/// Classes of either kind.
const CLASSES: usize = 192;
/// Words that are rarer are told by their endings.
const RAREST: f32 = -5.6;
/// What the pairs of the list weigh in all; the text weighs as much as it has words.
const WEIGHT: f64 = 1e6;
/// Times that both kinds are found anew.
const TURNS: usize = 14;
/// Pairs of classes that are taken to have been seen as often as chance has it.
const SMOOTH: f64 = 1.0;

struct Pairs {
    left: Vec<usize>,
    right: Vec<usize>,
    count: Vec<f32>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut files = std::env::args().skip(1);
    let (Some(text), Some(list)) = (files.next(), files.next()) else {
        return Err("needs a text and a list of pairs".into());
    };
    let lexicon = Lexicon::of(Language::English);
    let common = |word: &str| lexicon.score(word).is_some_and(|score| score >= RAREST);
    let mut counts: BTreeMap<(String, String), f64> = BTreeMap::new();
    for line in fs::read_to_string(text)?.lines() {
        let tokens: Vec<&str> = line.split_whitespace().collect();
        for pair in tokens.windows(2) {
            let left = lexicon.name_of_edge(pair[0], true, common);
            let right = lexicon.name_of_edge(pair[1], false, common);
            if let (Some(left), Some(right)) = (left, right) {
                *counts.entry((left, right)).or_default() += 1.0;
            }
        }
    }
    let mut listed = Vec::new();
    let mut all = 0.0;
    for line in fs::read_to_string(list)?.lines() {
        let mut parts = line.trim_start_matches('\u{feff}').split_whitespace();
        let (Some(left), Some(right), Some(count)) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        if common(left) && common(right) {
            let count: f64 = count.parse()?;
            all += count;
            listed.push(((left.to_owned(), right.to_owned()), count));
        }
    }
    for (pair, count) in listed {
        *counts.entry(pair).or_default() += count * WEIGHT / all;
    }
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    for (left, right) in counts.keys() {
        ids.entry(left).or_default();
        ids.entry(right).or_default();
    }
    for (number, id) in ids.values_mut().enumerate() {
        *id = number;
    }
    let pairs = Pairs {
        left: counts.keys().map(|(left, _)| ids[left.as_str()]).collect(),
        right: counts
            .keys()
            .map(|(_, right)| ids[right.as_str()])
            .collect(),
        count: counts.values().map(|count| *count as f32).collect(),
    };
    println!("{} words, {} pairs", ids.len(), counts.len());
    let mut left = first(&pairs.left, &pairs.count, ids.len());
    let mut right = first(&pairs.right, &pairs.count, ids.len());
    for _ in 0..TURNS {
        left = assigned(&pairs.left, &pairs.right, &pairs.count, &left, &right);
        right = assigned(&pairs.right, &pairs.left, &pairs.count, &right, &left);
    }
    let mut joint = vec![0.0_f64; CLASSES * CLASSES];
    for nth in 0..pairs.count.len() {
        let at = left[pairs.left[nth]] * CLASSES + right[pairs.right[nth]];
        joint[at] += f64::from(pairs.count[nth]);
    }
    let total: f64 = joint.iter().sum();
    let row = |class: usize| {
        (0..CLASSES)
            .map(|other| joint[class * CLASSES + other])
            .sum::<f64>()
    };
    let column = |class: usize| {
        (0..CLASSES)
            .map(|other| joint[other * CLASSES + class])
            .sum::<f64>()
    };
    let rows: Vec<f64> = (0..CLASSES).map(row).collect();
    let columns: Vec<f64> = (0..CLASSES).map(column).collect();
    let mut scores = Vec::new();
    let mut told = 0.0;
    for (at, count) in joint.iter().enumerate() {
        let chance = rows[at / CLASSES] * columns[at % CLASSES] / total;
        if *count > 0.0 {
            told += count / total * (count / chance).ln();
        }
        let smooth = SMOOTH * chance.min(1.0) + 0.05;
        scores.push(((count + smooth) / (chance + smooth)).log10() as f32);
    }
    println!("told by the classes: {told:.3} nats a pair");
    let words = ids
        .iter()
        .map(|(word, id)| (*word, (left[*id] | right[*id] << 8) as u64));
    fs::write(
        "lexicon/en-classes.fst",
        fst::Map::from_iter(words)?.into_fst().into_inner(),
    )?;
    fs::write("lexicon/en.joints", pack_joints(&scores))?;
    Ok(())
}

/// Classes to begin with: the commonest words each in its own, the others in turn.
fn first(words: &[usize], count: &[f32], many: usize) -> Vec<usize> {
    let mut often = vec![0.0_f32; many];
    for (word, count) in words.iter().zip(count) {
        often[*word] += count;
    }
    let mut order: Vec<usize> = (0..many).collect();
    order.sort_by(|a, b| often[*b].total_cmp(&often[*a]).then(a.cmp(b)));
    let mut classes = vec![0; many];
    for (rank, word) in order.into_iter().enumerate() {
        classes[word] = rank % CLASSES;
    }
    classes
}

/// For each word the class whose neighbours are most like its own.
fn assigned(
    words: &[usize],
    others: &[usize],
    count: &[f32],
    own: &[usize],
    of_others: &[usize],
) -> Vec<usize> {
    let many = own.len();
    let mut beside = vec![0.0_f32; many * CLASSES];
    for nth in 0..count.len() {
        beside[words[nth] * CLASSES + of_others[others[nth]]] += count[nth];
    }
    let mut joint = vec![0.0_f32; CLASSES * CLASSES];
    let mut of_all = vec![0.0_f32; CLASSES];
    for word in 0..many {
        for class in 0..CLASSES {
            let more = beside[word * CLASSES + class];
            joint[own[word] * CLASSES + class] += more;
            of_all[class] += more;
        }
    }
    let total: f32 = of_all.iter().sum();
    for row in joint.chunks_mut(CLASSES) {
        for (value, all) in row.iter_mut().zip(&of_all) {
            *value += 2.0 * all / total + 1e-9;
        }
        let sum: f32 = row.iter().sum();
        row.iter_mut()
            .for_each(|value| *value = (*value / sum).ln());
    }
    (0..many)
        .map(|word| {
            let row = &beside[word * CLASSES..(word + 1) * CLASSES];
            let like = |class: usize| -> f32 {
                row.iter()
                    .zip(&joint[class * CLASSES..(class + 1) * CLASSES])
                    .map(|(count, log)| count * log)
                    .sum()
            };
            (0..CLASSES)
                .map(|class| (like(class), class))
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
                .map_or(0, |(_, class)| class)
        })
        .collect()
}
