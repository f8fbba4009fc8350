use proptest::prelude::*;

use super::*;

fn en(text: &str) -> String {
    typography(text, "en")
}

#[test]
fn quotation_marks_of_english() {
    let cases = [
        (r#"He said "yes" and left."#, "He said “yes” and left."),
        (r#""Yes," he said. "No.""#, "“Yes,” he said. “No.”"),
        (r#"("so-called")"#, "(“so-called”)"),
        (r#"the so-called--"mad"--king"#, "the so-called—“mad”—king"),
        (
            r#""'Go,' she said," he said."#,
            "“‘Go,’ she said,” he said.",
        ),
        (r#""He said 'go.'""#, "“He said ‘go.’”"),
        (r#"a "b" "c""#, "a “b” “c”"),
        (r#"Is it "new"?"#, "Is it “new”?"),
        (r#"either/or "both"/"none""#, "either/or “both”/“none”"),
        ("``Stop,'' he said.", "“Stop,” he said."),
        ("''Stop,'' he said.", "“Stop,” he said."),
        (r#"non-"native""#, "non-“native”"),
        (r#"and so on," he said"#, "and so on,” he said"),
    ];
    for (typed, printed) in cases {
        assert_eq!(en(typed), printed);
    }
}

#[test]
fn apostrophes() {
    let cases = [
        ("don't", "don’t"),
        ("the boys' room", "the boys’ room"),
        ("the '90s and the 1990's", "the ’90s and the 1990’s"),
        ("class of '05", "class of ’05"),
        ("'Tis the season, 'twas said", "’Tis the season, ’twas said"),
        ("rock 'n' roll", "rock ’n’ roll"),
        ("get 'em", "get ’em"),
        ("'em' is a unit", "’em’ is a unit"),
        ("'Hello,' he said", "‘Hello,’ he said"),
        ("O'Brien's", "O’Brien’s"),
        (
            "'The boys' room is locked,' he said",
            "‘The boys’ room is locked,’ he said",
        ),
        ("'05-'06", "’05-’06"),
    ];
    for (typed, printed) in cases {
        assert_eq!(en(typed), printed);
    }
    assert_eq!(
        typography("'s avonds in 't huis", "nl"),
        "’s avonds in ’t huis"
    );
    assert_eq!(
        typography("wenn's geht, ist's gut", "de"),
        "wenn’s geht, ist’s gut"
    );
    assert_eq!(
        typography("l'homme d'aujourd'hui", "fr"),
        "l’homme d’aujourd’hui"
    );
}

#[test]
fn primes_after_figures() {
    assert_eq!(en(r#"He is 6'2" tall."#), "He is 6′2″ tall.");
    assert_eq!(en(r#"a 12" ruler"#), "a 12″ ruler");
    assert_eq!(en(r#"a 6' plank"#), "a 6′ plank");
    assert_eq!(en(r#"He scored "100" today"#), "He scored “100” today");
    assert_eq!(en(r#""I am 6'2"," he said"#), "“I am 6′2″,” he said");
}

#[test]
fn quotation_marks_by_language() {
    let typed = r#"Er: "Sie sagte 'ja'.""#;
    let cases = [
        ("de", "Er: „Sie sagte ‚ja‘.“"),
        ("de-CH", "Er: «Sie sagte ‹ja›.»"),
        ("sv", "Er: ”Sie sagte ’ja’.”"),
        ("da", "Er: »Sie sagte ›ja‹.«"),
        ("pl", "Er: „Sie sagte ‚ja’.”"),
        ("ru", "Er: «Sie sagte „ja“.»"),
        ("nl", "Er: “Sie sagte ‘ja’.”"),
        ("es", "Er: «Sie sagte “ja”.»"),
        ("xx", "Er: “Sie sagte ‘ja’.”"),
        ("", "Er: “Sie sagte ‘ja’.”"),
        ("fr-CH", "Er: «Sie sagte ‹ja›.»"),
    ];
    for (language, printed) in cases {
        assert_eq!(typography(typed, language), printed, "{language}");
    }
}

#[test]
fn french_spaces() {
    let fr = |text| typography(text, "fr");
    assert_eq!(fr(r#"Il dit "oui"."#), "Il dit «\u{202F}oui\u{202F}».");
    assert_eq!(
        fr("Quoi ? Non ! Si : oui ; bon"),
        "Quoi\u{202F}? Non\u{202F}! Si\u{A0}: oui\u{202F}; bon"
    );
    assert_eq!(fr("Quoi? « Rien »"), "Quoi\u{202F}? «\u{202F}Rien\u{202F}»");
    assert_eq!(
        fr("à 10:30, voir http://exemple.fr/?a=b"),
        "à 10:30, voir http://exemple.fr/?a=b"
    );
    assert_eq!(fr("12 500 habitants"), "12\u{202F}500 habitants");
    assert_eq!(
        typography("Quoi? Oui: non", "fr-CA"),
        "Quoi? Oui\u{A0}: non"
    );
}

#[test]
fn dashes_and_ellipses() {
    let cases = [
        ("word--word", "word—word"),
        ("word -- word", "word — word"),
        ("word - word", "word — word"),
        ("a---b", "a—b"),
        ("---------", "---------"),
        ("well-known", "well-known"),
        ("1914-1918 and 1998-99", "1914–1918 and 1998–99"),
        ("555-1234, 2020-01-02, 21-14", "555-1234, 2020-01-02, 21-14"),
        ("1918-1914", "1918-1914"),
        ("Wait... what", "Wait… what"),
        ("The end....", "The end…."),
        ("and . . . so on", "and … so on"),
        ("........", "........"),
        ("- first item", "- first item"),
    ];
    for (typed, printed) in cases {
        assert_eq!(en(typed), printed);
    }
    assert_eq!(typography("word -- word", "en-GB"), "word – word");
    assert_eq!(typography("Wort - Wort", "de"), "Wort – Wort");
}

#[test]
fn spaces_that_hold_together() {
    let cases = [
        ("Mr. Smith and Dr Jones", "Mr.\u{A0}Smith and Dr\u{A0}Jones"),
        ("J. R. R. Tolkien", "J.\u{A0}R.\u{A0}R.\u{A0}Tolkien"),
        (
            "5 km, 10 million (3 kg)",
            "5\u{A0}km, 10\u{A0}million (3\u{A0}kg)",
        ),
        ("at 7 p.m. sharp", "at 7\u{A0}p.m. sharp"),
        ("$5 million.", "$5\u{A0}million."),
        ("No. 10", "No.\u{A0}10"),
        ("No. That is wrong", "No. That is wrong"),
        ("room 5 is cold", "room 5 is cold"),
        ("St. John’s", "St.\u{A0}John’s"),
    ];
    for (typed, printed) in cases {
        assert_eq!(en(typed), printed);
    }
    assert_eq!(
        typography("um 20 Uhr, 5 Mio. Euro", "de"),
        "um 20\u{A0}Uhr, 5\u{A0}Mio. Euro"
    );
}

#[test]
fn a_word_of_one_letter_ends_no_line() {
    assert_eq!(
        typography("Sešli se v Brně a s ním i u nás.", "cs"),
        "Sešli se v\u{A0}Brně a\u{A0}s\u{A0}ním i\u{A0}u\u{A0}nás."
    );
    assert_eq!(
        typography("Mówi (w domu) i z nim", "pl"),
        "Mówi (w\u{A0}domu) i\u{A0}z\u{A0}nim"
    );
    assert_eq!(
        typography("Он и я в Москве", "ru"),
        "Он и\u{A0}я\u{A0}в\u{A0}Москве"
    );
    assert_eq!(en("a man and I saw a dog"), "a man and I saw a dog");
    assert_eq!(
        typography("skupina A – vítězové", "cs"),
        "skupina A – vítězové"
    );
}

#[test]
fn a_day_stays_with_its_month() {
    assert_eq!(
        typography("am 4. März und 17. mal", "de"),
        "am 4.\u{A0}März und 17. mal"
    );
    assert_eq!(typography("dne 28. října", "cs"), "dne 28.\u{A0}října");
    assert_eq!(typography("le 14 juillet", "fr"), "le 14\u{A0}juillet");
    assert_eq!(
        typography("im Jahr 1914. März war", "de"),
        "im Jahr 1914. März war"
    );
}

#[test]
fn plain_text_is_seen_to_be_plain() {
    assert!(spaces::is_plain(
        "It rained, and The Hague was wet. Yes: wet!",
        "en"
    ));
    for text in [
        "Mr Smith", "J. Smith", "5 km", "it's", "so . . .", "so...", "a - b", "(so)",
    ] {
        assert!(!spaces::is_plain(text, "en"), "{text}");
    }
    assert!(!spaces::is_plain("Quoi ?", "fr") && !spaces::is_plain("a i", "pl"));
}

#[test]
fn what_is_typographic_already_stays() {
    let texts = [
        "“It’s ‘so,’” he said — twice… at 5\u{A0}km",
        "the ’90s – or not",
    ];
    for text in texts {
        assert_eq!(en(text), text);
    }
    assert_eq!(
        en("“He said \"no\" to it,” she said"),
        "“He said “no” to it,” she said"
    );
}

#[test]
fn quotations_go_on_from_piece_to_piece() {
    let mut pieces = ["He wrote \"", "The Tempest", "\" and said '", "Go", "'."].map(str::to_owned);
    Typographer::new("en").convert_pieces(&mut pieces);
    assert_eq!(pieces.concat(), "He wrote “The Tempest” and said ‘Go’.");
    assert_eq!(pieces[1], "The Tempest");
    let mut typographer = Typographer::new("en");
    let parts = ["\"Do ", "not", " go,\" he said"].map(|part| typographer.convert(part));
    assert_eq!(parts.concat(), "“Do not go,” he said");
}

/// What no typographic step may change: letters, figures and their order.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

proptest! {
    #[test]
    fn letters_stay_and_twice_is_once(
        text in "[a-zA-Z0-9 .,;:!?'\"`()—–-]{0,60}",
        language in proptest::sample::select(vec!["en", "en-GB", "de", "de-CH", "fr", "fr-CA", "es", "sv", "da", "pl", "ru", "hu", ""]),
    ) {
        let once = typography(&text, language);
        prop_assert_eq!(letters(&once), letters(&text));
        prop_assert!(!once.contains('"'));
        prop_assert_eq!(typography(&once, language), once);
    }
}
