//! Words as a tree of letters, to be walked by whoever allows for mistakes; and how much a string looks
//! like a word of the language. Knows letters and scores, and nothing of mistakes.
//!
//! Built on first use from the words in the table; text that nobody suspects of misread letters never
//! pays for it.

use fst::Streamer;

use super::word::STEP;
use super::{Language, Lexicon, Word};

/// The score of a word that is too rare to be guessed at.
const RAREST: f32 = -7.0;

/// Words as a tree of letters. A place in it is a number; the root is [`Tree::ROOT`].
#[derive(Debug, Default)]
pub struct Tree {
    nodes: Vec<Node>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    letter: char,
    /// Where its children stand, one behind the other.
    first: u32,
    count: u16,
    /// Steps of the score of the word that ends here, counted from 1; 0 where none does.
    ends: u8,
    /// The best of the scores of all words that go through here.
    best: u8,
    /// Letters that stand anywhere below; see [`letter_bit`].
    below: u32,
    /// How many letters further a word ends: at the least and at the most.
    nearest: u8,
    farthest: u8,
}

/// A bit for every letter a to z, and none for any other character.
pub fn letter_bit(letter: char) -> u32 {
    match letter.to_ascii_lowercase() {
        letter @ 'a'..='z' => 1 << (letter as u32 - 'a' as u32),
        _ => 0,
    }
}

impl Tree {
    /// The place where every word begins.
    pub const ROOT: u32 = 0;

    /// The tree of these words, folded, each with its score.
    pub fn of(mut words: Vec<(String, f32)>) -> Tree {
        words.sort_by(|a, b| a.0.cmp(&b.0));
        words.dedup_by(|a, b| a.0 == b.0);
        let words: Vec<(Vec<char>, u8)> = words
            .into_iter()
            .map(|(word, score)| (word.chars().collect(), code(score)))
            .collect();
        let root = Node {
            letter: ' ',
            first: 0,
            count: 0,
            ends: 0,
            best: 0,
            below: 0,
            nearest: u8::MAX,
            farthest: 0,
        };
        let mut nodes = vec![root];
        // Nodes whose children are still to be laid out: the words below, and their depth.
        let mut open = vec![(0..words.len(), 0)];
        let mut next = 0;
        while let Some((range, depth)) = open.get(next).cloned() {
            let node = next;
            next += 1;
            nodes[node].first = nodes.len() as u32;
            let mut children = Vec::new();
            let mut at = range.start;
            if words.get(at).is_some_and(|(word, _)| word.len() == depth) {
                nodes[node].ends = words[at].1;
                at += 1;
            }
            while at < range.end {
                let letter = words[at].0[depth];
                let same = |(word, _): &(Vec<char>, u8)| word[depth] == letter;
                let end = at
                    + words[at..range.end]
                        .iter()
                        .take_while(|word| same(word))
                        .count();
                let best = words[at..end]
                    .iter()
                    .map(|(_, code)| *code)
                    .filter(|c| *c > 0);
                let child = Node {
                    letter,
                    best: best.min().unwrap_or(0),
                    ..root
                };
                children.push((child, at..end));
                at = end;
            }
            // The commonest words first: who looks for the likeliest one has a measure early.
            children.sort_by_key(|(child, _)| child.best);
            nodes[node].count = children.len() as u16;
            for (child, range) in children {
                nodes.push(child);
                open.push((range, depth + 1));
            }
        }
        let mut tree = Tree { nodes };
        tree.sum_up();
        tree
    }

    /// Tells every place what is below it. Children stand behind their parents.
    fn sum_up(&mut self) {
        for number in (0..self.nodes.len()).rev() {
            let node = self.nodes[number];
            let children = node.first as usize..node.first as usize + usize::from(node.count);
            let mut sum = Node {
                nearest: if node.ends > 0 { 0 } else { u8::MAX },
                ..node
            };
            for child in &self.nodes[children] {
                sum.below |= child.below | letter_bit(child.letter);
                sum.nearest = sum.nearest.min(child.nearest.saturating_add(1));
                sum.farthest = sum.farthest.max(child.farthest.saturating_add(1));
            }
            self.nodes[number] = sum;
        }
    }

    /// Letters that stand anywhere below a place, as [`letter_bit`] has them, and how many letters further
    /// a word ends at the least and at the most.
    pub fn below(&self, place: u32) -> (u32, usize, usize) {
        match self.nodes.get(place as usize) {
            Some(node) => (node.below, node.nearest.into(), node.farthest.into()),
            None => (0, 0, 0),
        }
    }

    /// The letters that go on from a place, and where they lead.
    pub fn children(&self, place: u32) -> impl Iterator<Item = (char, u32)> {
        let (first, count) = match self.nodes.get(place as usize) {
            Some(node) => (node.first, u32::from(node.count)),
            None => (0, 0),
        };
        (first..first + count).map(|child| (self.nodes[child as usize].letter, child))
    }

    /// The score of the word that ends at a place, if one does; see [`Word::score`].
    pub fn score(&self, place: u32) -> Option<f32> {
        self.nodes
            .get(place as usize)
            .and_then(|node| score(node.ends))
    }

    /// The score of the commonest word that goes through a place.
    pub fn best(&self, place: u32) -> f32 {
        self.nodes
            .get(place as usize)
            .and_then(|node| score(node.best))
            .unwrap_or(0.0)
    }
}

fn code(score: f32) -> u8 {
    (1.0 - score / STEP).round().clamp(1.0, 255.0) as u8
}

fn score(code: u8) -> Option<f32> {
    (code > 0).then(|| f32::from(code - 1) * -STEP)
}

/// Letters that are told apart: a to z, what begins and ends a word, all others.
const LETTERS: usize = 28;

/// How words of a language are spelled, by three letters at a time.
#[derive(Debug)]
pub struct Letters {
    scores: Vec<f32>,
}

impl Letters {
    fn of<'a>(words: impl Iterator<Item = &'a str>) -> Letters {
        let mut threes = vec![0.0_f32; LETTERS * LETTERS * LETTERS];
        for word in words {
            for three in threes_of(word) {
                threes[three] += 1.0;
            }
        }
        // What never was is taken to be as likely as a seldom letter.
        const TAKEN: f32 = 0.05;
        for pair in threes.chunks_mut(LETTERS) {
            let sum: f32 = pair.iter().sum::<f32>() + TAKEN * LETTERS as f32;
            for three in pair {
                *three = ((*three + TAKEN) / sum).log10().max(-3.0);
            }
        }
        Letters { scores: threes }
    }

    /// log10 of how likely a word that is not listed is spelled so.
    pub fn score(&self, word: &str) -> f32 {
        threes_of(word).map(|three| self.scores[three]).sum()
    }
}

/// Every three letters of a word, the first two of them perhaps before it, the last one perhaps behind.
fn threes_of(word: &str) -> impl Iterator<Item = usize> {
    let number = |c: char| match c.to_ascii_lowercase() {
        c @ 'a'..='z' => c as usize - 'a' as usize + 1,
        _ => LETTERS - 1,
    };
    let numbers = word.chars().map(number).chain([0]);
    numbers.scan((0, 0), |(one, two), three| {
        let place = (*one * LETTERS + *two) * LETTERS + three;
        (*one, *two) = (*two, three);
        Some(place)
    })
}

/// What is built of a language's words when somebody looks for misread ones.
#[derive(Debug)]
pub(super) struct Grown {
    tree: Tree,
    letters: Letters,
}

impl Lexicon {
    /// The language's words in small letters as a tree: the common half of them, without short forms.
    pub fn tree(&self) -> &Tree {
        &self.grown().tree
    }

    /// How the language's words are spelled.
    pub fn letters(&self) -> &Letters {
        &self.grown().letters
    }

    fn grown(&self) -> &Grown {
        self.grown.get_or_init(|| {
            let mut words = Vec::new();
            let mut stream = self.words.iter().map(|words| words.stream());
            if let Some(mut stream) = stream.next() {
                while let Some((key, bits)) = stream.next() {
                    let word = Word(bits as u16);
                    // The large lists of other languages hold too many forms to guess among.
                    let listed = self.language == Language::English
                        || word.level().is_none_or(|level| level < 70);
                    if word.is_word()
                        && !word.is_short_form()
                        && word.score() >= RAREST
                        && listed
                        && let Ok(key) = std::str::from_utf8(key)
                    {
                        words.push((key.to_owned(), word.score()));
                    }
                }
            }
            let letters = Letters::of(words.iter().map(|(word, _)| word.as_str()));
            Grown {
                tree: Tree::of(words),
                letters,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(tree: &Tree, word: &str) -> Option<f32> {
        let mut place = Tree::ROOT;
        for letter in word.chars() {
            place = tree.children(place).find(|(found, _)| *found == letter)?.1;
        }
        tree.score(place)
    }

    #[test]
    fn every_word_is_found_and_no_other() {
        let words = [("a", -2.0), ("an", -3.0), ("and", -1.5), ("be", -2.25)];
        let tree = Tree::of(words.map(|(word, score)| (word.to_owned(), score)).to_vec());
        for (word, score) in words {
            assert_eq!(walk(&tree, word), Some(score), "{word}");
        }
        assert_eq!(tree.below(Tree::ROOT), (0x201b, 1, 3));
        assert_eq!(walk(&tree, "b"), None);
        assert_eq!(walk(&tree, "ands"), None);
        assert_eq!(Tree::default().children(Tree::ROOT).count(), 0);
    }

    #[test]
    fn a_subtree_knows_its_commonest_word() {
        let english = Lexicon::of(Language::English);
        let tree = english.tree();
        let t = tree.children(Tree::ROOT).find(|(letter, _)| *letter == 't');
        let (_, t) = t.expect("words begin with t");
        assert_eq!(tree.best(t), english.score("the").expect("it is a word"));
        assert_eq!(walk(tree, "newspaper"), english.score("newspaper"));
    }

    #[test]
    fn letters_tell_words_from_noise() {
        let letters = Lexicon::of(Language::English).letters();
        assert!(letters.score("trodding") > letters.score("tqxdjvng") + 4.0);
    }
}
