//! Measures the lexicon room: opening, and look-ups per second over a running text.
//!
//! ```text
//! cargo run --release --example measure_lexicon -- TEXT.txt [en]
//! ```

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use reglet::lexicon::{Language, Lexicon, detect};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let text = std::fs::read_to_string(arguments.next().ok_or("name a text")?)?;
    let language: Language = arguments.next().as_deref().unwrap_or("en").parse()?;

    let begin = Instant::now();
    let lexicon = Lexicon::of(language);
    println!("opened {language} in {:?}", begin.elapsed());
    let begin = Instant::now();
    black_box(detect("the and of"));
    println!("opened all for detection in {:?}", begin.elapsed());

    let words: Vec<&str> = text
        .split(|sign: char| !(sign.is_alphabetic() || "'’-".contains(sign)))
        .filter(|word| !word.is_empty())
        .collect();
    let known = words.iter().filter(|word| lexicon.knows(word)).count();
    println!(
        "{known} of {} running words known, {:.2} %",
        words.len(),
        100.0 * known as f64 / words.len() as f64
    );
    time("look", &words, |_, word| lexicon.look(word));
    time("knows", &words, |_, word| lexicon.knows(word));
    time("pair", &words, |left, word| lexicon.pair(left, word));
    time("compound", &words, |_, word| lexicon.compound(word));
    time("is_function_word", &words, |_, word| {
        lexicon.is_function_word(word)
    });
    time("joins_with_hyphen", &words, |left, word| {
        lexicon.joins_with_hyphen(left, word)
    });
    let begin = Instant::now();
    let paragraphs = text
        .lines()
        .map(detect)
        .filter(|found| *found == language)
        .count();
    println!(
        "detect: {paragraphs} of {} paragraphs, {:?}",
        text.lines().count(),
        begin.elapsed()
    );
    Ok(())
}

/// Asks something of every word and the word before it; the best of seven rounds.
fn time<T>(what: &str, words: &[&str], ask: impl Fn(&str, &str) -> T) {
    let rounds = (0..7).map(|_| {
        let begin = Instant::now();
        for pair in words.windows(2) {
            black_box(ask(pair[0], pair[1]));
        }
        begin.elapsed().as_nanos() as f64 / words.len() as f64
    });
    let each = rounds.fold(f64::MAX, f64::min);
    println!("{what}: {each:.0} ns, {:.1} million a second", 1e3 / each);
}
