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
    let time = |what: &str, run: &dyn Fn(usize)| {
        let begin = Instant::now();
        (1..words.len()).for_each(run);
        let each = begin.elapsed().as_nanos() as f64 / words.len() as f64;
        println!("{what}: {each:.0} ns, {:.1} million a second", 1e3 / each);
    };
    time("look", &|at| drop(black_box(lexicon.look(words[at]))));
    time("knows", &|at| drop(black_box(lexicon.knows(words[at]))));
    time("pair", &|at| {
        drop(black_box(lexicon.pair(words[at - 1], words[at])))
    });
    time("compound", &|at| {
        drop(black_box(lexicon.compound(words[at])))
    });
    time("is_function_word", &|at| {
        drop(black_box(lexicon.is_function_word(words[at])))
    });
    time("joins_with_hyphen", &|at| {
        drop(black_box(
            lexicon.joins_with_hyphen(words[at - 1], words[at]),
        ))
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
