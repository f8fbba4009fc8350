//! What the embedded data must know, with words chosen by hand.

use super::*;

fn english() -> &'static Lexicon {
    Lexicon::of(Language::English)
}

#[test]
fn words_are_known_in_their_own_capitals() {
    let english = english();
    for known in [
        "page", "Page", "PAGE", "page's", "pages’", "London", "LONDON", "London's", "don't", "Mr",
        "a", "I",
    ] {
        assert!(english.knows(known), "{known}");
    }
    for unknown in [
        "london",
        "b",
        "tion",
        "pagge",
        "",
        "-",
        "'s",
        "hiswatchandabout",
        "ﬁ",
    ] {
        assert!(!english.knows(unknown), "{unknown}");
    }
    assert!(
        english
            .look("london")
            .is_some_and(|word| word.is_name() && !word.is_word())
    );
}

#[test]
fn levels_and_scores_put_common_words_first() {
    let english = english();
    assert_eq!(english.level("the"), Some(10));
    assert!(
        english
            .level("tergiversation")
            .is_some_and(|level| level >= 55)
    );
    let the = english.score("the").expect("the is a word");
    let paper = english.score("paper").expect("paper is a word");
    let rare = english.score("tergiversation").expect("it is in a list");
    assert!(
        (-1.6..=-1.0).contains(&the) && paper < the - 1.0 && rare < paper - 2.0,
        "{the} {paper} {rare}"
    );
    assert_eq!(english.score("qzx"), None);
}

#[test]
fn pairs_seen_together_score_and_others_do_not() {
    let english = english();
    let common = english.pair("of", "the").expect("the commonest pair");
    let school = english.pair("High", "school").expect("a common pair");
    assert!(
        common > -2.4 && school < common && school > -6.0,
        "{common} {school}"
    );
    assert_eq!(english.pair("harbour", "because"), None);
    assert_eq!(english.pair("purple", "therefore"), None);
}

#[test]
fn compounds_are_known_by_their_hyphen() {
    let english = english();
    for known in [
        "mother-in-law",
        "Mother-in-Law",
        "self-made",
        "two-thirds",
        "able-bodied",
    ] {
        assert!(
            english.compound(known).is_some() && english.knows(known),
            "{known}"
        );
    }
    assert_eq!(english.compound("news-paper"), None);
}

/// Joins that only the sample page has must not have found their way into the data.
#[test]
fn nothing_in_the_data_comes_from_the_sample_page() {
    let english = english();
    for word in [
        "scitech",
        "tradein",
        "handson",
        "moonsurface",
        "remanuthe",
        "infacturing",
    ] {
        assert!(!english.knows(word), "{word}");
    }
    for compound in ["moon-surface", "resource-exhausted", "sci-tech"] {
        assert_eq!(english.compound(compound), None, "{compound}");
    }
}

#[test]
fn short_lists_answer() {
    let english = english();
    assert!(english.is_function_word("The") && !english.is_function_word("harbour"));
    assert!(english.is_prefix("non") && english.is_prefix("Re") && !english.is_prefix("harbour"));
    assert!(
        english.is_suffix("tion") && english.is_suffix("based") && !english.is_suffix("harbour")
    );
    assert!(
        english.is_abbreviation("Mr.")
            && english.is_abbreviation("U.S")
            && !english.is_abbreviation("page")
    );
    assert!(english.suspends("and") && !english.suspends("order"));
    assert!(
        Lexicon::of(Language::German).suspends("und")
            && !Lexicon::of(Language::German).suspends("and")
    );
}

#[test]
fn soft_line_ends_lose_their_hyphen() {
    let soft = [
        "news-paper",
        "develop-ment",
        "com-mittee",
        "gov-ernment",
        "presi-dent",
        "busi-ness",
        "ac-cording",
        "Wash-ington",
        "Califor-nia",
        "WASH-INGTON",
        "in-vestigation",
        "under-stand",
        "over-whelming",
        "re-sponse",
        "non-sense",
        "out-side",
        "through-out",
        "how-ever",
        "never-theless",
        "every-thing",
        "any-one",
        "with-out",
        "week-end",
        "house-hold",
        "work-ers",
        "teach-ers'",
        "children-s",
        "hospi-tal's",
        "unhappi-ness",
        "bi-cycle",
        "photo-graph",
        "inter-national",
        "trans-port",
        "mis-takes",
        "fore-cast",
        "up-date",
        "down-town",
        "foot-ball",
        "be-cause",
        "to-gether",
        "him-self",
        "them-selves",
        "some-times",
        "ex-pected",
        "anti-biotics",
        "mini-mum",
    ];
    assert_all(&soft, |chance| chance < 0.5);
}

#[test]
fn hard_line_ends_keep_it() {
    let hard = [
        "self-esteem",
        "ex-husband",
        "non-European",
        "twenty-one",
        "two-thirds",
        "mother-in-law",
        "well-known",
        "long-term",
        "full-time",
        "part-time",
        "old-fashioned",
        "part-owner",
        "fair-minded",
        "state-owned",
        "land-based",
        "snow-covered",
        "far-reaching",
        "six-year",
        "12-year",
        "20-year-old",
        "mid-1990s",
        "Anglo-Saxon",
        "Franco-German",
        "Stratford-upon-Avon",
        "blue-eyed",
        "cost-cutting",
        "run-up",
        "all-star",
        "able-bodied",
        "one-way",
        "high-speed",
        "low-income",
        "short-lived",
        "brother-in-law",
        "quarter-mile",
        "pay-as-you-go",
    ];
    assert_all(&hard, |chance| chance > 0.5);
}

fn assert_all(line_ends: &[&str], right: impl Fn(f32) -> bool) {
    let mut wrong = Vec::new();
    for line_end in line_ends {
        let (left, part) = line_end.split_once('-').expect("a hyphen in every case");
        let chance = english().joins_with_hyphen(left, part);
        if !right(chance) {
            wrong.push(format!("{line_end} {chance:.2}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn an_unknown_language_knows_nothing_and_stays_in_range() {
    let none = Lexicon::of(Language::Unknown);
    assert!(
        !none.knows("the") && none.pair("of", "the").is_none() && !none.is_function_word("the")
    );
    for (left, right) in [("a", "b"), ("", ""), ("ż", "ółw"), (&"x".repeat(500), "y")] {
        assert!((0.0..=1.0).contains(&none.joins_with_hyphen(left, right)));
    }
}

#[test]
fn opening_a_language_takes_less_than_a_page() {
    let begin = std::time::Instant::now();
    for language in Language::KNOWN {
        assert_eq!(Lexicon::of(language).language(), language);
    }
    assert!(begin.elapsed().as_millis() < 50, "{:?}", begin.elapsed());
}

#[test]
fn other_languages_know_their_words() {
    let cases = [
        (
            Language::German,
            "Straße Bundesregierung Zeitungen gegangen schönen Häuser",
            "Strassse Zeitunggen because",
        ),
        (
            Language::French,
            "élève journal maisons avait œuvre français",
            "journnal because éleve",
        ),
        (
            Language::Spanish,
            "periódico ciudades gobierno niños también",
            "periódicco because",
        ),
        (
            Language::Dutch,
            "kranten regering geschreven huizen zeeën",
            "krantten because",
        ),
        (
            Language::Italian,
            "giornale città governo perché avevano",
            "giornnale because",
        ),
    ];
    for (language, known, unknown) in cases {
        let lexicon = Lexicon::of(language);
        for word in known.split(' ') {
            assert!(lexicon.knows(word), "{language}: {word}");
        }
        for word in unknown.split(' ') {
            assert!(!lexicon.knows(word), "{language}: {word}");
        }
    }
}

#[test]
fn line_ends_of_other_languages() {
    let cases = [
        (
            Language::German,
            "Zei-tung Regie-rung Bundes-kanzler Fuß-ballspiel ge-schrieben Öster-reich",
            false,
        ),
        (
            Language::German,
            "SPD-Politiker Nordrhein-Westfalen EU-weit 20-jährige Karl-Heinz E-Mail",
            true,
        ),
        (
            Language::French,
            "jour-nal gouverne-ment prési-dent po-litique Mar-seille",
            false,
        ),
        (
            Language::French,
            "peut-être c'est-à-dire demi-finale Saint-Denis a-t-il celui-ci vice-président",
            true,
        ),
        (
            Language::Spanish,
            "go-bierno perió-dico pre-sidente ciu-dad Bar-celona",
            false,
        ),
        (Language::Spanish, "franco-alemán Castilla-Mancha", true),
        (
            Language::Dutch,
            "rege-ring kran-ten voor-zitter Am-sterdam ziekenhuis-opname",
            false,
        ),
        (
            Language::Dutch,
            "Noord-Holland ex-minister co-existeerde 10-jarig",
            true,
        ),
        (
            Language::Italian,
            "gior-nale go-verno presi-dente Mi-lano",
            false,
        ),
        (
            Language::Italian,
            "italo-americano Emilia-Romagna centro-destra",
            true,
        ),
    ];
    for (language, line_ends, hard) in cases {
        for line_end in line_ends.split(' ') {
            let (left, right) = line_end.rsplit_once('-').expect("a hyphen in every case");
            let chance = Lexicon::of(language).joins_with_hyphen(left, right);
            assert_eq!(chance > 0.5, hard, "{language}: {line_end} {chance:.2}");
        }
    }
}
