//! Whole pages with the role of every block.

use crate::roles::{BlockText, Direction, Role, classify};

/// Short names for the tables below.
fn name(role: &Role) -> &'static str {
    match role {
        Role::Headline => "headline",
        Role::Kicker => "kicker",
        Role::Byline => "byline",
        Role::Dateline => "dateline",
        Role::Subhead => "subhead",
        Role::Standfirst => "standfirst",
        Role::Caption { .. } => "caption",
        Role::Credit => "credit",
        Role::Jump(Direction::From) => "from",
        Role::Jump(Direction::To) => "to",
        Role::Folio => "folio",
        Role::RunningHead => "head",
        Role::PullQuote => "quote",
        Role::Advertisement => "advert",
        Role::List => "list",
        Role::Verse => "verse",
        Role::Table => "table",
        Role::Note => "note",
        Role::Paragraph => "p",
    }
}

#[track_caller]
fn check(page: &[(&str, &str)]) {
    let blocks: Vec<BlockText> = page.iter().map(|(_, text)| BlockText::new(text)).collect();
    let found = classify(&blocks);
    for ((wanted, text), role) in page.iter().zip(&found) {
        assert_eq!(name(role), *wanted, "{text}");
    }
}

#[test]
fn the_sample_page() {
    let text = include_str!("../../../samples/page.txt");
    let blocks: Vec<&str> = text
        .split("\n\n")
        .map(|block| block.trim_matches('\n'))
        .filter(|block| !block.is_empty())
        .collect();
    let roles = classify(&blocks.iter().map(|t| BlockText::new(t)).collect::<Vec<_>>());
    let special: Vec<(&str, &str)> = blocks
        .iter()
        .zip(&roles)
        .filter(|(_, role)| **role != Role::Paragraph)
        .map(|(text, role)| (name(role), text.get(..24).unwrap_or(text)))
        .collect();
    assert_eq!(
        special,
        [
            ("headline", "Ministers Elaborate Move"),
            ("kicker", "Policy"),
            ("byline", "By CHEN Chunyou"),
            ("subhead", "Solid support in place"),
            ("caption", "Workers step up producti"),
            ("subhead", "Quality development matt"),
            ("kicker", "Case Study"),
            ("headline", "Community Service Key to"),
            ("byline", "By LONG Yuemei & CHEN Ch"),
            ("headline", "China Unveils Equipment "),
            ("byline", "By YU Haoyuan"),
            ("subhead", "Taking action to renew e"),
            ("caption", "The Songshan Lake Intern"),
            ("headline", "'Museum Fever' for Scien"),
            ("byline", "By SHI Shi & ZHONG Jianl"),
            ("headline", "Lithium-ion Batteries: A"),
            ("from", "From pag"),
            ("subhead", "Global cooperation oppor"),
        ]
    );
}

#[test]
fn headings_of_several_blocks() {
    check(&[
        (
            "p",
            "The river fell again on Sunday, and the farmers went home.",
        ),
        ("kicker", "Transport"),
        ("headline", "Harbour Bridge Shut for a Year as the"),
        ("headline", "Council Looks for Money"),
        ("byline", "By Ann Lee and Tom Roe"),
        (
            "p",
            "The old bridge over the harbour was shut on Monday morning.",
        ),
        ("subhead", "Nobody to pay"),
        (
            "p",
            "The council said it could not pay for the work alone, since the state gave nothing.",
        ),
        ("headline", "Ferries Carry More People Than Ever"),
        (
            "standfirst",
            "The line has ordered two ships, and wants a third before winter.",
        ),
        ("byline", "By Eve Short"),
        (
            "p",
            "More people than ever took the ferry last year, the line said.",
        ),
        ("to", "See FERRY, page 4"),
    ]);
}

#[test]
fn pieces_of_paragraphs_are_no_headings() {
    check(&[
        ("headline", "Harbour Bridge Shut for a Year"),
        ("byline", "By Ann Lee"),
        (
            "p",
            "The old bridge over the harbour was shut on Monday, and it will not be open",
        ),
        ("p", "before next spring, the council said."),
        ("p", "In the meantime, the ferry line"),
        (
            "p",
            "will run a boat every ten minutes from the old quay to the new one.",
        ),
        ("p", "The harbour master, Captain"),
        (
            "p",
            "Joan Hale, said that she had asked for the repair in three letters.",
        ),
        (
            "p",
            "It was the rain that did it, she said, and the salt, and the weight of the lor-",
        ),
        ("caption", "Lorries wait on the quay. (Photo: Tom Roe)"),
        ("p", "ries that cross the bridge at night."),
        (
            "p",
            "The work has been put out to tender, but nobody has made an of-",
        ),
        ("caption", "A ferry passes under the bridge at sunrise."),
        ("p", "fer so far."),
    ]);
}

#[test]
fn a_german_page() {
    check(&[
        ("head", "Montag, 4. März 2024"),
        ("headline", "Hafenbrücke bleibt ein Jahr lang gesperrt"),
        ("byline", "Von Karl Huber"),
        (
            "p",
            "Die alte Brücke über den Hafen ist seit Montag gesperrt, wie die Stadt mitteilte.",
        ),
        (
            "p",
            "Der Rat hatte im Januar für die Sanierung gestimmt, aber das Geld für den neuen",
        ),
        ("p", "Belag fehlt noch immer."),
        ("subhead", "Warten auf den Bund"),
        (
            "p",
            "Nun soll der Bund helfen, sagte die Bürgermeisterin am Abend im Rat der Stadt.",
        ),
        (
            "caption",
            "Lastwagen warten am Kai auf die Fähre. Foto: Maier/dpa",
        ),
        ("to", "Fortsetzung auf Seite 4"),
        ("advert", "ANZEIGE"),
        ("folio", "3"),
    ]);
}

#[test]
fn a_french_page() {
    check(&[
        ("headline", "Le pont du port fermé pour un an"),
        ("byline", "Par Jeanne Dupont"),
        (
            "p",
            "Le vieux pont du port est fermé depuis lundi, a annoncé la ville dans la soirée.",
        ),
        (
            "p",
            "La mairie avait voté les travaux en janvier, mais l'argent pour la nouvelle chaus-",
        ),
        ("caption", "Des camions attendent le bac. (Photo AFP)"),
        ("p", "sée manque toujours."),
        ("from", "Suite de la page 1"),
        (
            "p",
            "Le bac part toutes les dix minutes, et il est plein à chaque fois, dit le capitaine.",
        ),
    ]);
}

#[test]
fn furniture_and_show() {
    check(&[
        ("head", "The Harbour Post"),
        ("head", "Monday, March 4, 2024"),
        ("headline", "Bridge Shut for Repairs"),
        (
            "p",
            "LONDON (AP) — The old bridge was shut on Monday, and the captain said that the harbour \
               had not seen such a queue of lorries in forty years, and would not again.",
        ),
        (
            "quote",
            "\"The harbour had not seen such a queue of lorries in forty years\"\n— Joan Hale",
        ),
        (
            "p",
            "The council meets again on Tuesday to talk about the money for the work.",
        ),
        ("note", "Tom Roe contributed to this report."),
        ("list", "• Monday: quay shut\n• Tuesday: council meets"),
        ("table", "Rovers 3 1 0 10\nUnited 2 2 0 8"),
        ("advert", "Advertisement"),
        ("folio", "A4"),
    ]);
}

#[test]
fn prose_alone_has_no_headings() {
    check(&[
        (
            "p",
            "The old bridge over the harbour was shut on Monday morning.",
        ),
        ("p", "Nobody knows for how long."),
        ("p", "\"Yes,\" she said."),
        ("p", "The end of it came at the start of the"),
    ]);
    assert_eq!(classify(&[]), []);
    check(&[("p", "")]);
}

#[test]
fn the_head_of_a_page_and_its_kicker() {
    check(&[
        ("head", "THE HARBOUR CHRONICLE"),
        ("head", "SATURDAY, JUNE 3, 2023"),
        ("head", "VOL. CXII NO. 154"),
        ("kicker", "SPORTS"),
        ("headline", "Rovers Stun United\nIn the Last Minute"),
        ("byline", "By MARK BELL\nStaff Writer"),
        (
            "p",
            "LONDON — The ball hung on the bar for what seemed an age before it fell behind the line.",
        ),
        ("to", "See ROVERS, Page C7"),
    ]);
}

#[test]
fn a_deck_is_no_headline() {
    check(&[
        ("kicker", "Wirtschaft"),
        ("headline", "Der lange Abschied vom Öl"),
        (
            "standfirst",
            "Warum die Raffinerie am Fluss trotz aller Pläne weiterläuft – und was das für die Leute \
             bedeutet",
        ),
        ("byline", "Von Petra Lindner und Jens Voss"),
        (
            "p",
            "Wer morgens um sechs am Tor steht, sieht die Schicht wechseln wie vor dreißig Jahren.",
        ),
        ("subhead", "Die Zukunft heißt Wasserstoff"),
        (
            "p",
            "Bis 2030 soll hier eine neue Anlage entstehen, groß wie vier Fußballfelder.",
        ),
        ("to", "Kommentar Seite 4"),
    ]);
}

#[test]
fn an_advertisement_parts_a_sentence() {
    check(&[
        ("headline", "Tunnel Stays Shut"),
        ("byline", "By Ann Lee"),
        (
            "p",
            "The tunnel under the hill is to stay shut until the middle of May, the railway",
        ),
        ("advert", "ADVERTISEMENT"),
        ("advert", "Wools & Sons, Hatters. Everything Must Go"),
        ("advert", "Tel. 555 0144"),
        (
            "p",
            "company said on Friday. Passengers go by bus, which takes an hour longer.",
        ),
    ]);
}

#[test]
fn nothing_tells_where_an_advertisement_between_sentences_ends() {
    check(&[
        ("headline", "Tunnel Stays Shut"),
        ("byline", "By Ann Lee"),
        (
            "p",
            "The tunnel under the hill is to stay shut until the middle of May.",
        ),
        ("advert", "ADVERTISEMENT"),
        (
            "p",
            "Passengers go by bus, which takes an hour longer than the train.",
        ),
        (
            "p",
            "and nobody has told them who is to pay for it, or for how long it lasts.",
        ),
    ]);
}
