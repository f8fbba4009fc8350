//! Every set of standards, before the outside judge.

use reglet::pdf::Settings;

use super::tools::{run, write};

/// Asks veraPDF's engine whether a sample in some standards keeps some flavours.
fn judge(standards: &str, flavours: &str) {
    let settings = Settings {
        standards: standards.parse().expect("a known set"),
        ..Settings::default()
    };
    let (path, _) = write(&format!("{standards}.pdf"), 2, &settings);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/validate/validate.sh");
    let path = path.to_string_lossy();
    let Some((good, text)) = run("bash", &[script, flavours, &path], None) else {
        return;
    };
    if text.contains("--install") {
        eprintln!("NOT RUN: {text}");
        return;
    }
    assert!(good, "{text}");
    assert_eq!(
        text.matches("PASS").count(),
        flavours.split(',').count(),
        "{text}"
    );
}

#[test]
fn the_default_is_archive_and_accessible_at_once() {
    judge("x4+a2a+ua1", "2a,ua1");
}

#[test]
fn each_alone_is_kept() {
    judge("a2a", "2a");
    judge("ua1", "ua1");
}

#[test]
fn the_second_edition_is_kept() {
    judge("a4+ua2", "4,ua2");
}
