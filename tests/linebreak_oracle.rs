//! TeX's own answers against ours: 500 paragraphs, five settings each. `tests/oracle/README.md` says
//! where they come from and what the items mean.

#![allow(clippy::unwrap_used)]

use std::io::Read;

use reglet::typeset::linebreak::{Edges, Item, Params, Places};
use serde_json::Value;

fn oracle() -> Vec<Value> {
    let file = include_bytes!("oracle/tex-linebreaks.jsonl.gz");
    let mut text = String::new();
    flate2::read::GzDecoder::new(file.as_slice())
        .read_to_string(&mut text)
        .unwrap();
    let rows = text.lines().map(|line| serde_json::from_str(line).unwrap());
    rows.collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn item(row: &Value) -> Item {
    let number = |at: usize| row[at].as_i64().unwrap();
    let edges = Edges::default();
    match row[0].as_str().unwrap() {
        "b" => Item::Box {
            width: number(1),
            stretch: 0,
            shrink: 0,
        },
        "k" => Item::Kern { width: number(1) },
        "g" => Item::Glue {
            width: number(1),
            stretch: number(2),
            order: number(3) as u8,
            shrink: number(4),
            edges,
        },
        "p" => Item::Penalty {
            penalty: number(1) as i32,
            edges,
        },
        "d" => Item::Discretionary {
            pre: number(1),
            post: number(2),
            replace: number(3),
            penalty: number(4) as i32,
            // A hyphen that the text has is the same with and without the break.
            explicit: number(1) == number(3),
            edges,
        },
        _ => Item::Mark,
    }
}

fn points(text: &str) -> i64 {
    (text.parse::<f64>().unwrap() * 65_536.0 + 0.5).floor() as i64
}

/// TeX's parameters from a row's name, and the measures.
fn settings(name: &str) -> (Params, Vec<i64>, i64) {
    let fields: Vec<&str> = name.split(',').collect();
    let params = Params {
        tolerance: fields[1].parse().unwrap(),
        pretolerance: fields[2].parse().unwrap(),
        emergency_stretch: points(fields[3]),
        looseness: fields[4].parse().unwrap(),
        line_penalty: 10,
        double_hyphen_demerits: 10_000,
        final_hyphen_demerits: 5_000,
        adjacent_demerits: 10_000,
        ..Params::default()
    };
    let mut widths: Vec<i64> = fields[5..].iter().map(|width| points(width)).collect();
    let rest = widths.pop().unwrap_or_else(|| points(fields[0]));
    (params, widths, rest)
}

/// For every line the last item, counted from 1, as TeX's answer counts.
fn last_items(ends: &[usize], items: usize) -> Vec<u64> {
    let last = ends.iter().map(|&end| (end + 1).min(items) as u64);
    last.collect()
}

#[test]
fn breaks_and_demerits_are_those_of_tex() {
    let mut compared = 0;
    let mut unlike = Vec::new();
    for paragraph in oracle() {
        let items: Vec<Item> = list(&paragraph["items"]).iter().map(item).collect();
        let places = Places::new(&items);
        for tex in list(&paragraph["results"]) {
            let name = tex["conf"].as_str().unwrap();
            let (params, special, rest) = settings(name);
            let ours = places.solve(&params, &special, rest);
            let ends: Vec<u64> = list(&tex["last_item"])
                .iter()
                .map(|item| item.as_u64().unwrap())
                .collect();
            let alike = ours.demerits == tex["demerits"].as_i64().unwrap()
                && last_items(&ours.ends, items.len()) == ends;
            if !alike {
                unlike.push(format!(
                    "paragraph {}, {name}: {} demerits, TeX {}",
                    paragraph["par"], ours.demerits, tex["demerits"]
                ));
            }
            compared += 1;
        }
    }
    assert_eq!(compared, 2500);
    assert_eq!(unlike, Vec::<String>::new());
}

#[test]
fn the_oracle_would_notice_another_breaker() {
    // The same lists with dearer loose neighbours: some answers must change.
    let mut changed = 0;
    for paragraph in oracle().iter().take(100) {
        let items: Vec<Item> = list(&paragraph["items"]).iter().map(item).collect();
        let places = Places::new(&items);
        for tex in list(&paragraph["results"]) {
            let (mut params, special, rest) = settings(tex["conf"].as_str().unwrap());
            params.adjacent_demerits = 10_001;
            let ours = places.solve(&params, &special, rest);
            changed += usize::from(ours.demerits != tex["demerits"].as_i64().unwrap());
        }
    }
    assert!(changed > 100, "{changed}");
}
