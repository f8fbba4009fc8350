//! A page, and any text as its decisions or as its audit: they are honoured or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reglet::repair::{self, Audit, Options, Row};
use reglet::review::{self, Decisions};

const PAGE: &str = "The old mill on the river was sold for half its price, and the buy-\n\ner has not \
    been named. The town coun- cil will meet on Monday, and\nand the mill- er was glad.\n\nThe town \
    coun- cil will meet on Monday, and it will rain.";

fuzz_target!(|text: &str| {
    let page = reglet::read::text("page.txt", PAGE.into()).expect("it is text");
    let (repaired, audit) = repair::repair(&page, &Options::default());
    if let Ok(decisions) = Decisions::parse(text) {
        let decided = review::decide(&page, &audit, &decisions);
        let replayed = repair::replay(&page.source, &decided.audit);
        assert_eq!(
            replayed.expect("what was decided can be replayed"),
            decided.page.text.string
        );
    }
    let rows: Result<Vec<Row>, _> = text.lines().map(serde_json::from_str).collect();
    if let Ok(rows) = rows {
        let audit = Audit { rows };
        let _ = repair::replay(&page.source, &audit);
        let _ = repair::settle(&page, &audit);
        let _ = repair::undo(&repaired.text.string, &audit, &page.source);
    }
});
