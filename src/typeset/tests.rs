use proptest::prelude::*;

use super::*;
use crate::font::Features;
use crate::frame::Ink;

fn style(fonts: &Fonts) -> ParagraphStyle {
    ParagraphStyle {
        text: TextStyle {
            faces: fonts.family("Source Serif 4 SmText").unwrap(),
            size: Length::pt(9.0),
            tracking: 0,
            capitals: false,
            small_capitals: false,
            ink: Ink::Black(1.0),
        },
        align: Align::Justified,
        indent: Length::pt(9.0),
        hyphenate: true,
        language: "en".to_owned(),
        breaking: Breaking::newspaper(),
    }
}

const NEWS: &str = "The harbour commissioners met on Tuesday evening and agreed, by a narrow \
    majority, to postpone the dredging of the northern channel until the engineer’s report on the \
    breakwater has been considered by the full council in October.";

fn joined(set: &SetParagraph) -> String {
    let runs = set.lines.iter().flat_map(|line| &line.runs);
    runs.map(|run| run.text.as_str()).collect()
}

fn extent(line: &SetLine) -> (Length, Length) {
    let start = line.runs.first().map_or(Length::ZERO, |run| run.x);
    let end = line.runs.last().map_or(Length::ZERO, |run| {
        run.x + run.glyphs.iter().map(|glyph| glyph.advance).sum()
    });
    (start, end)
}

/// What must hold of any set paragraph.
fn check(set: &SetParagraph, text: &str) {
    assert_eq!(joined(set), text);
    for line in &set.lines {
        let mut x = None;
        for run in &line.runs {
            if let Some(x) = x {
                assert_eq!(run.x, x, "runs follow each other");
            }
            x = Some(run.x + run.glyphs.iter().map(|glyph| glyph.advance).sum());
            let soft = usize::from(run.soft_hyphen);
            let inside = run.glyphs.len().saturating_sub(soft);
            for glyph in &run.glyphs[..inside] {
                let at = glyph.cluster as usize;
                assert!(
                    at < run.text.len() && run.text.is_char_boundary(at),
                    "{run:?}"
                );
            }
            assert!(run.glyphs.iter().all(|glyph| glyph.id != 0), "{run:?}");
        }
    }
}

#[test]
fn justified_lines_end_at_the_measure_but_for_what_hangs() {
    let fonts = Fonts::embedded();
    let style = style(&fonts);
    let measure = Length::pt(136.0);
    let set = paragraph(
        &fonts,
        &[Span::plain(NEWS)],
        &style,
        &Measure::even(measure),
        0,
    );
    check(&set, NEWS);
    assert!(set.lines.len() > 5);
    assert_eq!(set.remarks, []);
    let (last, others) = set.lines.split_last().unwrap();
    for line in others {
        let (start, end) = extent(line);
        let hangs = Length::pt(3.5);
        assert!(
            end >= measure - Length(400) && end < measure + hangs,
            "{line:?}"
        );
        assert!(start <= style.indent && start > -hangs, "{line:?}");
        assert!(line.space > 0.6 && line.space < 2.5, "{}", line.space);
    }
    assert!(last.width < measure);
}

#[test]
fn without_microtypography_lines_end_exactly_at_the_measure() {
    let fonts = Fonts::embedded();
    let mut style = style(&fonts);
    style.breaking = Breaking {
        tolerance: 10_000,
        ..Breaking::plain()
    };
    let measure = Length::pt(136.0);
    let set = paragraph(
        &fonts,
        &[Span::plain(NEWS)],
        &style,
        &Measure::even(measure),
        0,
    );
    let (_, others) = set.lines.split_last().unwrap();
    for line in others {
        assert_eq!(extent(line).1, measure);
        assert!(line.runs.iter().all(|run| run.stretch == 1000));
    }
}

#[test]
fn glyph_scaling_and_tracking_stay_within_their_limits() {
    let fonts = Fonts::embedded();
    let mut style = style(&fonts);
    style.breaking.stretch_limit = 20;
    style.breaking.hang = false;
    for width in (60..200).step_by(7) {
        let measure = Measure::even(Length::pt(f64::from(width)));
        let set = paragraph(&fonts, &[Span::plain(NEWS)], &style, &measure, 0);
        check(&set, NEWS);
        for line in &set.lines {
            for run in &line.runs {
                assert!((980..=1020).contains(&run.stretch), "{run:?}");
            }
        }
    }
}

#[test]
fn every_line_has_its_own_measure() {
    let fonts = Fonts::embedded();
    let mut style = style(&fonts);
    style.indent = Length::ZERO;
    style.breaking.hang = false;
    let slot = |indent, width| Slot {
        indent: Length::pt(indent),
        width: Length::pt(width),
    };
    let around = vec![slot(0.0, 136.0), slot(60.0, 76.0), slot(60.0, 76.0)];
    let measure = Measure::uneven(around, slot(0.0, 136.0));
    let set = paragraph(&fonts, &[Span::plain(NEWS)], &style, &measure, 1);
    check(&set, NEWS);
    assert_eq!(set.lines[0].runs[0].x, Length::pt(60.0));
    assert_eq!(set.lines[1].runs[0].x, Length::pt(60.0));
    assert_eq!(set.lines[2].runs[0].x, Length::ZERO);
    for line in &set.lines[..4] {
        let (_, end) = extent(line);
        assert!((end - Length::pt(136.0)).abs() < Length(400), "{line:?}");
    }
}

#[test]
fn looseness_makes_a_paragraph_longer_or_shorter() {
    let fonts = Fonts::embedded();
    let style = style(&fonts);
    let long = [NEWS, NEWS, NEWS].join(" ");
    let spans = [Span::plain(&long)];
    let measure = Measure::even(Length::pt(150.0));
    let usual = paragraph(&fonts, &spans, &style, &measure, 0);
    let mut loose = style.clone();
    loose.breaking.looseness = 1;
    let set = paragraph(&fonts, &spans, &loose, &measure, 0);
    assert_eq!(set.lines.len(), usual.lines.len() + 1);
    check(&set, &long);
    // A draft is the same, and knows beforehand how its lines will look.
    let (best, others) = drafts(&fonts, &spans, &Arc::new(style), &measure, 0, &[1, -1, 90]);
    assert_eq!(best.demerits, usual.demerits);
    assert!(others[0].is_some() && others[2].is_none());
    for (draft, whole) in [(&best, &usual), (others[0].as_ref().unwrap(), &set)] {
        assert_eq!(draft.lines.len(), whole.lines.len());
        for (line, set) in draft.lines.iter().zip(&whole.lines) {
            assert!((line.space - set.space).abs() < 0.05, "{line:?} {set:?}");
            assert_eq!(line.hyphenated, set.hyphenated);
        }
        let some = draft.set(&fonts, 1..3);
        let text = |lines: &[SetLine]| -> String {
            let runs = lines.iter().flat_map(|line| &line.runs);
            runs.map(|run| run.text.as_str()).collect()
        };
        assert_eq!(text(&some), text(&whole.lines[1..3]));
    }
}

#[test]
fn emphasis_changes_the_face_and_not_the_text() {
    let fonts = Fonts::embedded();
    let style = style(&fonts);
    let spans = [
        Span::plain("She wrote for the "),
        Span {
            text: "Evening Packet",
            italic: true,
            bold: false,
        },
        Span::plain(", which had "),
        Span {
            text: "never",
            italic: true,
            bold: true,
        },
        Span::plain(" paid anyone on time in its history."),
    ];
    let text: String = spans.iter().map(|span| span.text).collect();
    let set = paragraph(&fonts, &spans, &style, &Measure::even(Length::pt(110.0)), 0);
    check(&set, &text);
    let faces = style.text.faces;
    let in_face = |face| -> String {
        let runs = set.lines.iter().flat_map(|line| &line.runs);
        runs.filter(|run| run.face == face)
            .map(|run| run.text.as_str())
            .collect()
    };
    assert!(in_face(faces.italic).contains("Evening"));
    assert!(in_face(faces.bold_italic).contains("never"));
    assert!(!in_face(faces.regular).contains("never"));
}

#[test]
fn a_word_longer_than_the_measure_is_divided_and_remarked_on() {
    let fonts = Fonts::embedded();
    let mut style = style(&fonts);
    style.hyphenate = false;
    let text = "short Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft end";
    let set = paragraph(
        &fonts,
        &[Span::plain(text)],
        &style,
        &Measure::even(Length::pt(80.0)),
        0,
    );
    check(&set, text);
    let over: Vec<Length> = set.lines.iter().map(|line| line.overfull).collect();
    assert!(over.iter().all(|&over| over == Length::ZERO), "{over:?}");
    assert!(
        set.remarks
            .iter()
            .any(|remark| matches!(remark, Remark::Divided { .. }))
    );
}

#[test]
fn a_measure_narrower_than_a_letter_ends_in_remarks() {
    let fonts = Fonts::embedded();
    let style = style(&fonts);
    for width in [0.0, 1.0, 3.0] {
        let measure = Measure::even(Length::pt(width));
        let set = paragraph(&fonts, &[Span::plain("Far too wide")], &style, &measure, 0);
        check(&set, "Far too wide");
        assert!(
            set.remarks
                .iter()
                .any(|remark| matches!(remark, Remark::Overfull { .. }))
        );
    }
}

#[test]
fn no_text_makes_no_line() {
    let fonts = Fonts::embedded();
    let style = style(&fonts);
    for text in ["", "  \n "] {
        let set = paragraph(
            &fonts,
            &[Span::plain(text)],
            &style,
            &Measure::even(Length::pt(80.0)),
            0,
        );
        assert_eq!(set.lines.len(), 0);
    }
}

#[test]
fn a_line_separator_ends_a_line() {
    let fonts = Fonts::embedded();
    let style = style(&fonts);
    let text = "One line\u{2028}and another";
    let set = paragraph(
        &fonts,
        &[Span::plain(text)],
        &style,
        &Measure::even(Length::pt(300.0)),
        0,
    );
    check(&set, text);
    assert_eq!(set.lines.len(), 2);
    assert!(set.lines[0].space < 1.01);
}

#[test]
fn lines_break_after_no_opening_and_before_no_closing_sign() {
    let fonts = Fonts::embedded();
    let mut style = style(&fonts);
    style.language = "fr".to_owned();
    let text =
        "Que dire ? « Rien » , dit-il ! Que faire : attendre ; partir (peut-être) . Et puis ?";
    for width in (30..200).step_by(3) {
        let measure = Measure::even(Length::pt(f64::from(width)));
        let set = paragraph(&fonts, &[Span::plain(text)], &style, &measure, 0);
        check(&set, text);
        for line in &set.lines {
            let text: String = line.runs.iter().map(|run| run.text.as_str()).collect();
            assert!(!text.starts_with(['?', '!', ':', ';', ',', '.']), "{text}");
        }
    }
}

#[test]
fn a_no_break_space_keeps_words_together_and_is_justified() {
    let fonts = Fonts::embedded();
    let style = style(&fonts);
    let text = NEWS
        .replace("a narrow", "a\u{A0}narrow")
        .replace("full council", "full\u{A0}council");
    for width in (90..180).step_by(5) {
        let measure = Measure::even(Length::pt(f64::from(width)));
        let set = paragraph(&fonts, &[Span::plain(&text)], &style, &measure, 0);
        check(&set, &text);
        for line in &set.lines {
            let text: String = line.runs.iter().map(|run| run.text.as_str()).collect();
            assert!(
                !text.ends_with('\u{A0}') && !text.starts_with("narrow"),
                "{text}"
            );
        }
    }
}

#[test]
fn the_other_alignments_keep_natural_spaces() {
    let fonts = Fonts::embedded();
    let mut style = style(&fonts);
    style.indent = Length::ZERO;
    let measure = Length::pt(120.0);
    for align in [Align::Left, Align::Centred, Align::Right] {
        style.align = align;
        let set = paragraph(
            &fonts,
            &[Span::plain(NEWS)],
            &style,
            &Measure::even(measure),
            0,
        );
        check(&set, NEWS);
        for line in &set.lines {
            let (start, end) = extent(line);
            assert!(line.space == 0.0 || (line.space - 1.0).abs() < 1e-9);
            match align {
                Align::Left => assert_eq!(start, Length::ZERO),
                Align::Right => assert_eq!(end, measure),
                _ => assert!(((measure - end) - start).abs() <= Length(1)),
            }
            assert!(end - start <= measure);
        }
    }
}

#[test]
fn capitals_are_set_as_capitals() {
    let fonts = Fonts::embedded();
    let mut style = style(&fonts);
    style.text.capitals = true;
    let set = paragraph(
        &fonts,
        &[Span::plain("straße")],
        &style,
        &Measure::even(Length::pt(90.0)),
        0,
    );
    check(&set, "STRASSE");
}

#[test]
fn text_without_word_spaces_is_broken_and_justified() {
    let fonts = Fonts::embedded();
    let mut style = style(&fonts);
    style.language = "ja".to_owned();
    style.indent = Length::ZERO;
    let text = "新聞の版面を組み直す道具は、文字の間で行を折り、句読点を行頭に置かない。";
    let set = paragraph(
        &fonts,
        &[Span::plain(text)],
        &style,
        &Measure::even(Length::pt(80.0)),
        0,
    );
    assert_eq!(joined(&set), text);
    assert!(set.lines.len() > 2);
    for line in &set.lines {
        let text: String = line.runs.iter().map(|run| run.text.as_str()).collect();
        assert!(!text.starts_with(['、', '。']), "{text}");
    }
}

#[test]
fn words_of_scripts_without_spaces_are_found_by_dictionary() {
    let fonts = Fonts::embedded();
    let mut style = style(&fonts);
    style.language = "th".to_owned();
    let text = "นายกรัฐมนตรีกล่าวว่าวันนี้ฝนตกหนักในกรุงเทพมหานคร";
    let set = paragraph(
        &fonts,
        &[Span::plain(text)],
        &style,
        &Measure::even(Length::pt(90.0)),
        0,
    );
    assert_eq!(joined(&set), text);
    assert!(set.lines.len() > 2);
    assert!(set.lines.iter().all(|line| !line.hyphenated), "{set:?}");
    let first: String = set.lines[0].runs.iter().map(|r| r.text.as_str()).collect();
    let words = ["นายก", "รัฐมนตรี", "กล่าว", "ว่า", "วัน", "นี้", "ฝน"];
    let ends: Vec<String> = (1..=words.len()).map(|n| words[..n].concat()).collect();
    assert!(ends.contains(&first), "{first} is not whole words");
}

#[test]
fn lines_from_right_to_left_are_read_in_order_and_seen_from_the_right() {
    let fonts = Fonts::embedded();
    let mut style = style(&fonts);
    style.language = "he".to_owned();
    let text = "ראש הממשלה אמר היום (יום שני) כי 25 אנשים נפגעו ליד ABC City. הוא הוסיף עוד";
    let width = Length::pt(150.0);
    let set = paragraph(
        &fonts,
        &[Span::plain(text)],
        &style,
        &Measure::even(width),
        0,
    );
    assert_eq!(joined(&set), text);
    assert!(set.remarks.contains(&Remark::RightToLeft));
    let end = |run: &SetRun| run.x + run.glyphs.iter().map(|glyph| glyph.advance).sum();
    for (number, line) in set.lines.iter().enumerate() {
        // The first word stands at the right edge, and the next one left of it.
        let (first, second) = (&line.runs[0], &line.runs[1]);
        let indent = if number == 0 {
            style.indent
        } else {
            Length::ZERO
        };
        let edge = width - indent + first.tracking;
        assert!((end(first) - edge).0.abs() < 100, "{line:?}");
        assert!(second.x < first.x, "{line:?}");
    }
    // Latin words among them keep their order.
    let runs: Vec<&SetRun> = set.lines.iter().flat_map(|line| &line.runs).collect();
    let at = |text: &str| runs.iter().position(|run| run.text.trim() == text).unwrap();
    let (abc, city) = (runs[at("ABC")], runs[at("City")]);
    assert!(abc.x < city.x, "{abc:?} {city:?}");
    // A bracket before a word opens to the left: it is mirrored.
    let bracket = runs.iter().find(|run| run.text.starts_with('(')).unwrap();
    let shape = |text: &str| {
        let face = style.text.faces.regular;
        fonts
            .shaper()
            .shape(face, Features::default(), "he", text)
            .glyphs[0]
            .id
    };
    assert_eq!(bracket.glyphs.last().unwrap().id, shape(")"));
}

#[test]
fn joined_letters_are_not_spaced() {
    let fonts = Fonts::embedded();
    let mut style = style(&fonts);
    style.text.tracking = 40;
    let measure = Measure::even(Length::pt(100.0));
    for text in [
        "قال رئيس الوزراء أمس إن الإجراءات",
        "सरकार ने नई योजना की घोषणा की है",
    ] {
        let set = paragraph(&fonts, &[Span::plain(text)], &style, &measure, 0);
        let mut runs = set.lines.iter().flat_map(|line| &line.runs);
        assert!(runs.all(|run| run.tracking == Length::ZERO), "{text}");
    }
}

#[test]
fn a_gaping_line_is_mended_by_what_is_avoided_else() {
    let fonts = Fonts::embedded();
    let mut style = style(&fonts);
    style.indent = Length::ZERO;
    let text =
        "The district superintendent\u{A0}Montgomery-Featherstonehaugh resigned today, he said.";
    let widest = |style: &ParagraphStyle| {
        let measure = Measure::even(Length::pt(100.0));
        let set = paragraph(&fonts, &[Span::plain(text)], style, &measure, 0);
        check(&set, text);
        let running = &set.lines[..set.lines.len() - 1];
        running.iter().map(|line| line.space).fold(0.0, f64::max)
    };
    let mended = widest(&style);
    style.hyphenate = false;
    assert!(mended < 2.5 && mended < widest(&style), "{mended}");
}

#[test]
fn text_from_right_to_left_is_remarked_on() {
    let fonts = Fonts::embedded();
    let style = style(&fonts);
    let set = paragraph(
        &fonts,
        &[Span::plain("שלום")],
        &style,
        &Measure::even(Length::pt(80.0)),
        0,
    );
    let missing = set
        .remarks
        .iter()
        .any(|r| matches!(r, Remark::MissingCharacter { .. }));
    assert!(
        missing || set.remarks.contains(&Remark::RightToLeft),
        "{:?}",
        set.remarks
    );
}

#[test]
fn ten_thousand_words_in_one_paragraph_take_no_time() {
    let fonts = Fonts::embedded();
    let mut style = style(&fonts);
    let long = [NEWS; 300].join(" ");
    for looseness in [0, 1] {
        style.breaking.looseness = looseness;
        let set = paragraph(
            &fonts,
            &[Span::plain(&long)],
            &style,
            &Measure::even(Length::pt(136.0)),
            0,
        );
        assert!(set.lines.len() > 1500);
        check(&set, &long);
    }
    let wall = "x".repeat(20_000);
    let set = paragraph(
        &fonts,
        &[Span::plain(&wall)],
        &style,
        &Measure::even(Length::pt(136.0)),
        0,
    );
    check(&set, &wall);
}

/// Folds white space as the set text has it.
fn folded(text: &str) -> String {
    text.split([' ', '\t', '\n'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_character_is_set_once_and_in_order(
        pieces in proptest::collection::vec(("[ a-zA-Z0-9,.;:!?'’“”()/—–\u{A0}\u{AD}éßğ@-]{0,60}", any::<bool>(), any::<bool>()), 0..6),
        width in 5.0..300.0_f64,
        special in proptest::collection::vec(5.0..200.0_f64, 0..4),
        align in 0..4_usize,
        hyphenate in any::<bool>(),
        micro in any::<bool>(),
        looseness in -2..3_i32,
    ) {
        let fonts = Fonts::embedded();
        let mut style = style(&fonts);
        style.align = [Align::Justified, Align::Left, Align::Centred, Align::Right][align];
        style.hyphenate = hyphenate;
        if !micro {
            style.breaking = Breaking::plain();
        }
        style.breaking.looseness = looseness;
        let spans: Vec<Span<'_>> = pieces
            .iter()
            .map(|(text, italic, bold)| Span { text, italic: *italic, bold: *bold })
            .collect();
        let text: String = pieces.iter().map(|(text, ..)| text.as_str()).collect();
        let slot = |width| Slot { indent: Length::ZERO, width: Length::pt(width) };
        let measure = Measure::uneven(special.into_iter().map(slot).collect(), slot(width));
        let set = paragraph(&fonts, &spans, &style, &measure, 0);
        // White space alone, the kind that holds words together included, sets nothing.
        let text = folded(&text);
        check(&set, if text.trim().is_empty() { "" } else { &text });
    }

    #[test]
    fn any_text_at_all_is_set_whole(
        text in "(\\PC|[ א-ת؀-ۿ\u{300}\u{200B}-\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}()0-9a-eぁ-ん一-龯가-힣ก-๛ក-៹]){0,60}",
        width in prop_oneof![3.0..120.0_f64, Just(0.0), Just(-5.0), Just(1e7)],
        size in prop_oneof![Just(9.0), Just(0.0), Just(0.01), Just(500.0), Just(1e6)],
        language in proptest::sample::select(vec!["en", "he", "ar", "th", "zh", "ja", "", "xx-yy"]),
        looseness in -1..2_i32,
        family in proptest::sample::select(vec!["Source Serif 4 SmText", "League Gothic", "STIX Two Text"]),
    ) {
        let fonts = Fonts::embedded();
        let mut style = style(&fonts);
        style.text.faces = fonts.family(family).unwrap();
        style.text.size = Length::pt(size);
        style.language = language.to_owned();
        style.breaking.looseness = looseness;
        let set = paragraph(&fonts, &[Span::plain(&text)], &style, &Measure::even(Length::pt(width)), 0);
        let kept = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
        prop_assert_eq!(kept(&joined(&set)), kept(&text));
        for run in set.lines.iter().flat_map(|line| &line.runs) {
            for glyph in &run.glyphs {
                prop_assert!(glyph.id != 0);
                prop_assert!(glyph.cluster as usize <= run.text.len());
            }
        }
    }
}
