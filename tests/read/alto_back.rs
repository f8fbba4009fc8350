//! ALTO written back: every element, name and box stays, and reading it again gives the corrected text.

use std::process::Command;

use crate::read;
use crate::samples::alto;
use reglet::job::{self, Repaired, Settings};

const NAMESPACES: [(&str, &str); 3] = [
    ("http://www.loc.gov/standards/alto/ns-v2#", ""),
    ("http://www.loc.gov/standards/alto/ns-v4#", "a"),
    ("", ""),
];

/// A page with a wrong word in it that the page itself proves wrong, besides the parted one.
fn sample(namespace: &str, prefix: &str) -> String {
    alto(namespace, prefix)
        .replace(
            "CONTENT=\"story\"",
            "CONTENT=\"sto\u{fb01}n\" STYLE=\"bold\"",
        )
        .replace("SUBS_TYPE=\"HypPart1\" SUBS_CONTENT=\"buyer\"", "")
        .replace("SUBS_TYPE=\"HypPart2\" SUBS_CONTENT=\"buyer\"", "")
}

fn repaired(file: &str) -> Repaired {
    job::repair(
        read(file.as_bytes()).expect("it is ALTO").pages,
        &Settings::default(),
    )
}

/// Every attribute of every element but those that may change.
fn bones(xml: &str) -> Vec<String> {
    let mut found = Vec::new();
    for tag in xml.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let name = tag
            .trim_start_matches('/')
            .rsplit(':')
            .next()
            .unwrap_or_default();
        if [
            "ALTERNATIVE",
            "postProcessingStep",
            "Processing",
            "processing",
            "software",
        ]
        .iter()
        .any(|new| name.starts_with(new))
            || tag.starts_with('/')
        {
            continue;
        }
        let kept = tag
            .trim_end_matches('/')
            .split_whitespace()
            .filter(|part| !part.starts_with("CONTENT=") && !part.starts_with("SUBS_"));
        found.push(kept.collect::<Vec<_>>().join(" "));
    }
    found
}

#[test]
fn boxes_stay_and_words_are_corrected() {
    for (namespace, prefix) in NAMESPACES {
        let file = sample(namespace, prefix);
        let done = repaired(&file);
        let back = job::alto("in", file.as_bytes(), &done).expect("it is ALTO");
        let back = String::from_utf8(back).expect("it is UTF-8");
        assert_eq!(bones(&back), bones(&file));
        assert!(
            back.contains("SUBS_TYPE=\"HypPart1\" SUBS_CONTENT=\"buyer\""),
            "{back}"
        );
        assert!(
            back.contains("SUBS_TYPE=\"HypPart2\" SUBS_CONTENT=\"buyer\""),
            "{back}"
        );
        assert!(back.contains("CONTENT=\"stofin\" STYLE=\"bold\""), "{back}");
        assert!(
            back.contains("ALTERNATIVE PURPOSE=\"OCR\">sto\u{fb01}n<"),
            "{back}"
        );
        assert!(back.contains("softwareName>reglet<"), "{back}");
        // Read again, it says what the repaired page says, and there is nothing left to mend.
        let again = repaired(&back);
        assert_eq!(again.text(), done.text());
        let twice = job::alto("in", back.as_bytes(), &again).expect("it is ALTO");
        let twice = String::from_utf8(twice).expect("it is UTF-8");
        assert_eq!(twice.matches("ALTERNATIVE PURPOSE").count(), 1);
        well_formed(&twice);
    }
}

/// Asks a parser that is not ours, where it is installed.
fn well_formed(xml: &str) {
    let path = std::env::temp_dir().join(format!("reglet-alto-{}.xml", std::process::id()));
    std::fs::write(&path, xml).expect("a temporary file can be written");
    if let Ok(done) = Command::new("xmllint").arg("--noout").arg(&path).output() {
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(done.status.success(), "{said}");
    }
    let _ = std::fs::remove_file(path);
}

#[test]
fn a_file_without_mistakes_gets_no_new_word() {
    let file = alto(NAMESPACES[0].0, "");
    let back = job::alto("in", file.as_bytes(), &repaired(&file)).expect("it is ALTO");
    let back = String::from_utf8(back).expect("it is UTF-8");
    assert!(!back.contains("<ALTERNATIVE"), "{back}");
    assert_eq!(
        back.matches("<String").count(),
        file.matches("<String").count()
    );
}
