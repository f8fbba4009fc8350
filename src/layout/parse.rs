//! From the tables of a layout file to a checked [`Layout`]: which key is which field, and its range.

use toml::de::DeTable;

use super::reader::{Faults, Reader};
use super::{
    Alignment, JumpHead, Layout, LayoutError, MissingPictures, Mode, Overset, RuleInk,
    SectionStart, Style, embedded, value,
};

/// Layouts that extend one another at most: enough for any use, and no circle runs for ever.
const DEPTH: usize = 4;

/// Reads the text of a layout file; `depth` counts the files that extend it.
pub(super) fn layout(name: &str, text: &str, depth: usize) -> Result<Layout, LayoutError> {
    let mut faults = Faults::new(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        faults.add(at, format!("not valid TOML: {}", error.message()));
    }
    let mut layout = Layout::default();
    if faults.found.is_empty() {
        let mut root = Reader::root(table.get_ref());
        extend(&mut root, &mut layout, &mut faults, depth);
        fill(root, &mut layout, &mut faults);
        if faults.found.is_empty() {
            check(&layout, &mut faults);
        }
    }
    let short = name.rsplit(['/', '\\']).next().unwrap_or(name);
    layout.name = short.strip_suffix(".toml").unwrap_or(short).to_owned();
    let mut found = faults.found;
    if found.is_empty() {
        return Ok(layout);
    }
    found.sort_by_key(|fault| (fault.line, fault.column));
    Err(LayoutError {
        file: name.to_owned(),
        faults: found,
    })
}

/// Starts from the embedded layout that the file names as its base, if it names one.
fn extend(root: &mut Reader<'_, '_>, layout: &mut Layout, faults: &mut Faults<'_>, depth: usize) {
    let mut base = String::new();
    root.text("extends", &mut base, faults);
    if base.is_empty() {
        return;
    }
    match embedded().iter().find(|(name, _)| *name == base) {
        Some((name, text)) if depth < DEPTH => match self::layout(name, text, depth + 1) {
            Ok(extended) => *layout = extended,
            Err(error) => faults.add(0, format!("`extends`: {error}")),
        },
        Some(_) => faults.add(0, format!("`extends`: too many layouts above `{base}`")),
        None => {
            let names: Vec<&str> = embedded().iter().map(|(name, _)| *name).collect();
            let hint = value::did_you_mean(&base, &names);
            let known = value::listed(&names);
            faults.add(
                0,
                format!("`extends`: no layout is called `{base}`{hint}; known: {known}"),
            );
        }
    }
}

fn fill(mut root: Reader<'_, '_>, layout: &mut Layout, faults: &mut Faults<'_>) {
    root.text("description", &mut layout.description, faults);
    root.text("title", &mut layout.title, faults);
    if let Some(mut t) = root.table("page", faults) {
        let page = &mut layout.page;
        t.size("size", &mut page.size, faults);
        t.length("bleed", &mut page.bleed, (0.0, 72.0), faults);
        for (key, margin) in [
            ("top", &mut page.top),
            ("bottom", &mut page.bottom),
            ("inner", &mut page.inner),
            ("outer", &mut page.outer),
        ] {
            t.length(key, margin, (0.0, 720.0), faults);
        }
        t.yes("facing", &mut page.facing, faults);
        count(&mut t, "columns", &mut page.columns, (1, 16), faults);
        t.length("gutter", &mut page.gutter, (0.0, 144.0), faults);
        t.finish(faults);
    }
    if let Some(mut t) = root.table("grid", faults) {
        t.length("leading", &mut layout.grid.leading, (4.0, 72.0), faults);
        t.numbers("copyfit", &mut layout.grid.copyfit, (0.8, 1.3), faults);
        t.finish(faults);
    }
    if let Some(t) = root.table("makeup", faults) {
        makeup(t, layout, faults);
    }
    parts(&mut root, layout, faults);
    if let Some(mut t) = root.table("pictures", faults) {
        let pictures = &mut layout.pictures;
        let words = [
            ("frame", MissingPictures::Frame),
            ("text", MissingPictures::Text),
        ];
        t.word("missing", &mut pictures.missing, &words, faults);
        t.numbers("ratio", &mut pictures.ratio, (0.2, 3.0), faults);
        t.number("tint", &mut pictures.tint, (0.0, 1.0), faults);
        t.length("line", &mut pictures.line, (0.0, 4.0), faults);
        t.finish(faults);
    }
    if let Some(mut t) = root.table("masthead", faults) {
        let masthead = &mut layout.masthead;
        t.yes("show", &mut masthead.show, faults);
        t.length("rule_top", &mut masthead.rule_top, (0.0, 24.0), faults);
        t.length(
            "rule_middle",
            &mut masthead.rule_middle,
            (0.0, 24.0),
            faults,
        );
        t.length(
            "rule_bottom",
            &mut masthead.rule_bottom,
            (0.0, 24.0),
            faults,
        );
        t.length("space", &mut masthead.space, (0.0, 72.0), faults);
        t.finish(faults);
    }
    if let Some(mut t) = root.table("folio", faults) {
        let folio = &mut layout.folio;
        t.yes("show", &mut folio.show, faults);
        t.whole("first", &mut folio.first, (1, 100_000), faults);
        t.text("prefix", &mut folio.prefix, faults);
        t.length("rule", &mut folio.rule, (0.0, 12.0), faults);
        t.finish(faults);
    }
    if let Some(t) = root.table("breaking", faults) {
        breaking(t, layout, faults);
    }
    if let Some(mut t) = root.table("ink", faults) {
        let ink = &mut layout.ink;
        t.number("total", &mut ink.total, (100.0, 400.0), faults);
        t.numbers("accent", &mut ink.accent, (0.0, 100.0), faults);
        t.text("spot", &mut ink.spot, faults);
        let inks = [("black", RuleInk::Black), ("accent", RuleInk::Accent)];
        t.word("rules", &mut ink.rules, &inks, faults);
        t.finish(faults);
    }
    if let Some(t) = root.table("style", faults) {
        styles(t, layout, faults);
    }
    root.finish(faults);
}

fn makeup(mut t: Reader<'_, '_>, layout: &mut Layout, faults: &mut Faults<'_>) {
    let makeup = &mut layout.makeup;
    let modes = [("modular", Mode::Modular), ("flow", Mode::Flow)];
    t.word("mode", &mut makeup.mode, &modes, faults);
    let oversets = [
        ("add-page", Overset::AddPage),
        ("continue", Overset::Continue),
        ("cut", Overset::Cut),
    ];
    t.word("overset", &mut makeup.overset, &oversets, faults);
    t.whole("pages", &mut makeup.pages, (0, 100_000), faults);
    count(&mut t, "articles", &mut makeup.articles, (1, 12), faults);
    count(
        &mut t,
        "lead_columns",
        &mut makeup.lead_columns,
        (0, 16),
        faults,
    );
    t.whole("gap", &mut makeup.gap, (0, 10), faults);
    t.length(
        "article_rule",
        &mut makeup.article_rule,
        (0.0, 12.0),
        faults,
    );
    t.length("side_rule", &mut makeup.side_rule, (0.0, 12.0), faults);
    t.length("column_rule", &mut makeup.column_rule, (0.0, 12.0), faults);
    t.whole("club", &mut makeup.club, (1, 5), faults);
    t.whole("widow", &mut makeup.widow, (1, 5), faults);
    t.whole("loose", &mut makeup.loose, (0, 6), faults);
    t.yes("flush_first", &mut makeup.flush_first, faults);
    t.whole("drop_cap", &mut makeup.drop_cap, (0, 6), faults);
    t.whole("briefs", &mut makeup.briefs, (0, 200), faults);
    t.whole("pull_quotes", &mut makeup.pull_quotes, (0, 10_000), faults);
    t.finish(faults);
}

fn parts(root: &mut Reader<'_, '_>, layout: &mut Layout, faults: &mut Faults<'_>) {
    if let Some(mut t) = root.table("jumps", faults) {
        let jumps = &mut layout.jumps;
        t.yes("allow", &mut jumps.allow, faults);
        t.whole("before", &mut jumps.before, (1, 1000), faults);
        t.whole("after", &mut jumps.after, (1, 1000), faults);
        let heads = [
            ("keyword", JumpHead::Keyword),
            ("headline", JumpHead::Headline),
        ];
        t.word("head", &mut jumps.head, &heads, faults);
        t.yes("front", &mut jumps.front, faults);
        t.finish(faults);
    }
    if let Some(mut t) = root.table("sections", faults) {
        let sections = &mut layout.sections;
        let starts = [
            ("page", SectionStart::Page),
            ("right", SectionStart::Right),
            ("run", SectionStart::Run),
        ];
        t.word("start", &mut sections.start, &starts, faults);
        t.yes("show", &mut sections.show, faults);
        t.length("rule_above", &mut sections.rule_above, (0.0, 24.0), faults);
        t.length("rule_below", &mut sections.rule_below, (0.0, 24.0), faults);
        t.whole("multiple", &mut sections.multiple, (1, 16), faults);
        t.finish(faults);
    }
    if let Some(mut t) = root.table("inside", faults) {
        let inside = &mut layout.inside;
        t.whole("entries", &mut inside.entries, (0, 20), faults);
        count(&mut t, "columns", &mut inside.columns, (1, 16), faults);
        t.finish(faults);
    }
    if let Some(mut t) = root.table("boxes", faults) {
        let boxes = &mut layout.boxes;
        t.length("inset", &mut boxes.inset, (0.0, 36.0), faults);
        t.length("rule", &mut boxes.rule, (0.0, 12.0), faults);
        t.number("tint", &mut boxes.tint, (0.0, 0.3), faults);
        t.finish(faults);
    }
    if let Some(mut t) = root.table("adverts", faults) {
        let adverts = &mut layout.adverts;
        t.number("most", &mut adverts.most, (0.0, 0.9), faults);
        t.length("rule", &mut adverts.rule, (0.0, 12.0), faults);
        t.finish(faults);
    }
}

fn breaking(mut t: Reader<'_, '_>, layout: &mut Layout, faults: &mut Faults<'_>) {
    let limits = &mut layout.breaking;
    t.whole("tolerance", &mut limits.tolerance, (0, 10_000), faults);
    let stretch = &mut limits.emergency_stretch;
    t.length("emergency_stretch", stretch, (0.0, 144.0), faults);
    t.number(
        "stretch_limit",
        &mut limits.stretch_limit,
        (0.0, 5.0),
        faults,
    );
    t.number(
        "tracking_limit",
        &mut limits.tracking_limit,
        (0.0, 5.0),
        faults,
    );
    t.yes("hang", &mut limits.hang, faults);
    t.whole(
        "hyphen_penalty",
        &mut limits.hyphen_penalty,
        (0, 10_000),
        faults,
    );
    t.whole("hyphen_before", &mut limits.hyphen_before, (1, 9), faults);
    t.whole("hyphen_after", &mut limits.hyphen_after, (1, 9), faults);
    t.finish(faults);
}

fn styles(mut t: Reader<'_, '_>, layout: &mut Layout, faults: &mut Faults<'_>) {
    let styles = &mut layout.styles;
    for (key, to) in [
        ("body", &mut styles.body),
        ("lead", &mut styles.lead),
        ("second", &mut styles.second),
        ("third", &mut styles.third),
        ("kicker", &mut styles.kicker),
        ("standfirst", &mut styles.standfirst),
        ("byline", &mut styles.byline),
        ("subhead", &mut styles.subhead),
        ("caption", &mut styles.caption),
        ("credit", &mut styles.credit),
        ("jump", &mut styles.jump),
        ("jump_head", &mut styles.jump_head),
        ("section", &mut styles.section),
        ("brief", &mut styles.brief),
        ("pull_quote", &mut styles.pull_quote),
        ("note", &mut styles.note),
        ("folio", &mut styles.folio),
        ("masthead", &mut styles.masthead),
    ] {
        t.style(key, to, faults);
    }
    t.finish(faults);
}

/// Reads the keys of one style.
pub(super) fn style(t: &mut Reader<'_, '_>, style: &mut Style, faults: &mut Faults<'_>) {
    t.text("family", &mut style.family, faults);
    let mut weight = i32::from(style.weight);
    t.whole("weight", &mut weight, (100, 900), faults);
    style.weight = u16::try_from(weight).unwrap_or(style.weight);
    t.yes("italic", &mut style.italic, faults);
    let mut size = style.size();
    t.length("size", &mut size, (2.0, 400.0), faults);
    if size != style.size() {
        style.sizes = vec![size];
    }
    t.lengths("sizes", &mut style.sizes, (2.0, 400.0), faults);
    style.sizes.sort_by(|a, b| b.cmp(a));
    t.number("line_height", &mut style.line_height, (0.0, 3.0), faults);
    let words = [
        ("justified", Alignment::Justified),
        ("left", Alignment::Left),
        ("centred", Alignment::Centred),
        ("centered", Alignment::Centred),
        ("right", Alignment::Right),
    ];
    t.word("align", &mut style.align, &words, faults);
    t.whole("tracking", &mut style.tracking, (-50, 200), faults);
    t.yes("capitals", &mut style.capitals, faults);
    t.yes("small_capitals", &mut style.small_capitals, faults);
    t.length("indent", &mut style.indent, (0.0, 200.0), faults);
    t.yes("hyphenate", &mut style.hyphenate, faults);
    t.whole("before", &mut style.before, (0, 20), faults);
    t.whole("after", &mut style.after, (0, 20), faults);
    t.length("rule_above", &mut style.rule_above, (0.0, 12.0), faults);
    t.length("rule_below", &mut style.rule_below, (0.0, 12.0), faults);
}

fn count(
    t: &mut Reader<'_, '_>,
    key: &'static str,
    to: &mut usize,
    range: (i32, i32),
    faults: &mut Faults<'_>,
) {
    let mut number = i32::try_from(*to).unwrap_or(0);
    t.whole(key, &mut number, range, faults);
    *to = usize::try_from(number).unwrap_or(*to);
}

/// What no single key can tell: whether type area and columns are wide and high enough to set in.
fn check(layout: &Layout, faults: &mut Faults<'_>) {
    let width = layout.column_width();
    if width.to_pt() < 18.0 {
        faults.add(
            0,
            format!(
                "columns of {width} are too narrow to set text in; take fewer columns, a smaller \
                 gutter or smaller margins"
            ),
        );
    }
    let height = layout.page.size.1 - layout.page.top - layout.page.bottom;
    if height < layout.grid.leading * 4 {
        faults.add(
            0,
            format!("a type area {height} high holds fewer than 4 lines; make the margins smaller"),
        );
    }
}
