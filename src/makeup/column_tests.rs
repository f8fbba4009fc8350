//! Columns filled from shapes alone.

use super::*;

const RULES: Rules = Rules { club: 2, widow: 2 };

fn paragraph(lines: u32) -> Shape {
    Shape {
        forms: vec![Form {
            lines,
            ..Form::default()
        }],
        ..Shape::default()
    }
}

fn elastic(lines: u32) -> Shape {
    let form = |lines, price| Form {
        lines,
        price,
        hyphens: Vec::new(),
    };
    Shape {
        forms: vec![form(lines, 0), form(lines + 1, 30), form(lines - 1, 40)],
        ..Shape::default()
    }
}

fn subhead() -> Shape {
    Shape {
        heads: true,
        whole: true,
        before: 1,
        spare: 1,
        ..paragraph(1)
    }
}

fn flush(shapes: &[Shape], heights: &[u32]) -> Filling {
    fill(shapes, heights, Cursor::default(), RULES, End::Flush)
}

/// Lines of a column, from top to foot.
fn lines(filling: &Filling, column: usize) -> Vec<(usize, u32, u32)> {
    let of = filling.fragments.iter().filter(|f| f.column == column);
    of.map(|f| (f.piece, f.from, f.lines)).collect()
}

#[test]
fn what_fits_exactly_costs_nothing() {
    let filling = flush(&[paragraph(6), paragraph(6)], &[6, 6]);
    assert_eq!(filling.price, 0);
    assert_eq!(lines(&filling, 1), [(1, 0, 6)]);
}

#[test]
fn a_paragraph_gives_a_line_rather_than_leave_a_widow() {
    // 7 lines would leave one line at the head of the second column.
    let filling = flush(&[elastic(7), elastic(5)], &[6, 6]);
    assert!(filling.price < 100, "{filling:?}");
    assert_eq!(lines(&filling, 0), [(0, 0, 6)]);
}

#[test]
fn without_give_a_line_of_white_is_better_than_a_widow() {
    let filling = flush(&[paragraph(7), paragraph(4)], &[6, 6]);
    assert_eq!(lines(&filling, 0), [(0, 0, 5)]);
    assert_eq!(lines(&filling, 1)[0], (0, 5, 2));
}

#[test]
fn a_subhead_never_ends_a_column() {
    let shapes = [paragraph(6), subhead(), elastic(8)];
    let filling = flush(&shapes, &[8, 8]);
    let foot = *lines(&filling, 0).last().expect("lines");
    assert_ne!(foot.0, 1, "{filling:?}");
}

#[test]
fn columns_go_on_to_the_next_page() {
    let shapes = [paragraph(10), paragraph(10)];
    let first = fill(&shapes, &[6, 6], Cursor::default(), RULES, End::GoesOn);
    let rest = first.rest.expect("a rest");
    assert_eq!((rest.piece, rest.line), (1, 2));
    let second = fill(&shapes, &[20], rest, RULES, End::GoesOn);
    assert_eq!(second.rest, None);
    assert_eq!(lines(&second, 0), [(1, 2, 8)]);
}

#[test]
fn too_much_is_overset_and_nothing_is_lost() {
    let filling = flush(&[paragraph(30)], &[6, 6]);
    assert!(filling.price >= OVERSET);
    let all: u32 = filling.fragments.iter().map(|f| f.lines).sum();
    assert_eq!(all, 30);
}

#[test]
fn a_column_of_no_height_is_passed_over() {
    let filling = flush(&[paragraph(6)], &[3, 0, 3]);
    assert_eq!(lines(&filling, 2), [(0, 3, 3)]);
}

#[test]
fn a_block_that_stays_whole_moves_on() {
    let block = Shape {
        whole: true,
        ..paragraph(4)
    };
    let filling = flush(&[paragraph(4), block], &[6, 6]);
    assert_eq!(lines(&filling, 1), [(1, 0, 4)]);
}

#[test]
fn a_story_may_turn_to_the_next_page() {
    let head = Shape {
        turn: 4,
        ..subhead()
    };
    let shapes = [paragraph(7), head, paragraph(6)];
    let filling = fill(&shapes, &[10], Cursor::default(), RULES, End::GoesOn);
    let rest = filling.rest.expect("a rest");
    assert_eq!((rest.piece, rest.line), (1, 0), "{filling:?}");
    assert!(filling.price < HOLE * 4);
}

mod always {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever the pieces and the columns: every line once and in order, or left as a rest.
        #[test]
        fn every_line_once(
            pieces in prop::collection::vec((1u32..40, 0u32..4), 0..20),
            heights in prop::collection::vec(0u32..12, 1..6),
            goes_on: bool,
        ) {
            let shapes: Vec<Shape> = pieces.iter().map(|(lines, kind)| match kind {
                0 => subhead(),
                1 => Shape { whole: true, ..paragraph(*lines) },
                2 if *lines > 1 => elastic(*lines),
                _ => paragraph(*lines),
            }).collect();
            let end = if goes_on { End::GoesOn } else { End::Flush };
            let filling = fill(&shapes, &heights, Cursor::default(), RULES, end);
            let mut at = (0, 0);
            for f in &filling.fragments {
                prop_assert_eq!((f.piece, f.from), at);
                let whole = shapes[f.piece].forms[f.form].lines;
                at = if f.from + f.lines == whole { (f.piece + 1, 0) } else { (f.piece, f.from + f.lines) };
            }
            let rest = filling.rest.map_or((shapes.len(), 0), |r| (r.piece, r.line));
            prop_assert_eq!(at, rest);
        }
    }
}
