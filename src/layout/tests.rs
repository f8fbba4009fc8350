//! What a layout file may say, and what is said about a wrong one.
#![allow(clippy::unwrap_used)]

use super::*;

fn faults(text: &str) -> String {
    Layout::parse("x.toml", text).unwrap_err().to_string()
}

#[test]
fn every_embedded_layout_parses_and_says_what_it_is() {
    for (name, text) in embedded() {
        let layout = Layout::parse(name, text).unwrap_or_else(|e| panic!("{e}"));
        assert!(!layout.description.is_empty(), "{name} has no description");
        assert_eq!(&layout.name, name);
    }
}

#[test]
fn an_empty_file_is_the_default() {
    let layout = Layout::parse("layouts/mine.toml", "").unwrap();
    assert_eq!(layout.name, "mine");
    assert_eq!(layout.page, Layout::default().page);
}

#[test]
fn lengths_take_units() {
    let text = "[page]\ngutter = \"4mm\"\ntop = \"1 cm\"\nbottom = \"0.5in\"\nbleed = \"9pt\"\n";
    let page = Layout::parse("x", text).unwrap().page;
    assert_eq!(page.gutter, Length::mm(4.0));
    assert_eq!(page.top, Length::mm(10.0));
    assert_eq!(page.bottom, Length::inch(0.5));
    assert_eq!(page.bleed, Length::pt(9.0));
}

#[test]
fn all_faults_at_once_with_their_places() {
    let text = "titel = \"x\"\n[page]\ncolums = 5\ngutter = 4\nsize = \"brodsheet\"\n";
    let said = faults(text);
    assert_eq!(
        said.lines().map(|l| &l[..11]).collect::<Vec<_>>(),
        ["x.toml:1:1:", "x.toml:3:1:", "x.toml:4:10", "x.toml:5:8:"],
        "{said}"
    );
    assert!(said.contains("unknown key `titel`; did you mean `title`?"));
    assert!(said.contains("unknown key `page.colums`; did you mean `columns`?"));
    assert!(said.contains("`page.gutter` must be a length in quotes"));
    assert!(said.contains("did you mean `broadsheet`?"));
}

#[test]
fn words_ranges_and_units_are_checked() {
    assert!(faults("[makeup]\nmode = \"modlar\"").contains("did you mean `modular`?"));
    assert!(faults("[page]\ncolumns = 99").contains("1 to 16"));
    assert!(faults("[grid]\nleading = \"9\"").contains("lacks its unit"));
    assert!(faults("[grid]\ncopyfit = [1.1, 0.9]").contains("rise"));
    assert!(faults("[style.body]\nsize = \"900pt\"").contains("out of range"));
    assert!(faults("[style.boby]\nsize = \"9pt\"").contains("did you mean `body`?"));
    assert!(faults("[page\n").contains("not valid TOML"));
}

#[test]
fn columns_that_do_not_fit_are_refused() {
    assert!(faults("[page]\nsize = \"72pt x 300pt\"\ncolumns = 4").contains("too narrow"));
}

#[test]
fn a_layout_extends_another() {
    let layout = Layout::parse("x", "extends = \"tabloid\"\n[page]\ncolumns = 4").unwrap();
    let base = Layout::embedded("tabloid").unwrap();
    assert_eq!(layout.page.size, base.page.size);
    assert_eq!(layout.page.columns, 4);
    assert!(faults("extends = \"tabliod\"").contains("did you mean `tabloid`?"));
}

#[test]
fn the_columns_fill_the_type_area() {
    let layout = Layout::default();
    let all = layout.span_width(layout.page.columns);
    assert!((all - layout.type_width()).abs() <= Length(16));
}
