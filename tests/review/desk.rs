//! What is decided is kept, honoured by every run, and survives what happens to files and processes.

use std::fs;

use reglet::job::{self, Settings};
use reglet::repair::{self, Audit, Status};
use reglet::review::{Act, Decisions, Desk, id_of};
use serde_json::json;

use super::served::{Served, folder, item, repaired};

fn desk_of(text: &str) -> (reglet::model::Page, Audit, Desk) {
    let page = job::read("page.txt", text.as_bytes().to_vec()).expect("it is text");
    let audit = job::repair(vec![page.clone()], &Settings::default()).audit;
    let desk = Desk::new(vec![page.clone()], &audit, Decisions::default());
    (page, audit, desk)
}

const SAMPLE: &str = include_str!("../../samples/page.txt");

/// Whatever is left out of an audit, what remains replays, and can be undone.
#[test]
fn the_laws_hold_for_every_choice() {
    for text in [
        SAMPLE,
        include_str!("../pages/ministers/damaged.txt"),
        include_str!("../pages/island-post/damaged.txt"),
    ] {
        let (page, audit, _) = desk_of(text);
        let whole = repair::settle(&page, &audit).expect("it is the page's audit");
        let (straight, _) = repair::repair(&page, &repair::Options::default());
        assert_eq!(
            whole.text.string, straight.text.string,
            "all rows give what repair gives"
        );
        let mut seed = 5_u64;
        for _ in 0..60 {
            let mut desk = Desk::new(vec![page.clone()], &audit, Decisions::default());
            for row in &audit.rows {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(99);
                let id = id_of(row);
                let act = match (seed >> 40) % 5 {
                    0 => Act::Reject { ids: vec![id] },
                    1 => Act::Accept { ids: vec![id] },
                    2 => Act::Edit {
                        id,
                        text: "an editor's own words".to_owned(),
                    },
                    _ => continue,
                };
                let _ = desk.act(&act);
            }
            let decisions = desk.decisions().clone();
            let (repaired, _) =
                job::repair_decided(vec![page.clone()], &[decisions], &Settings::default());
            assert_eq!(repaired.pages[0].text.string, desk.pages()[0].text.string);
            let raw = repair::raw(&repaired.pages[0]);
            assert_eq!(
                repair::replay(&page.source, &repaired.audit).as_ref(),
                Ok(&raw)
            );
            let back = repair::undo(&raw, &repaired.audit, &page.source).expect("it can be undone");
            assert_eq!(back, page.source.decode(0..page.source.bytes.len()));
            let mut places = 0;
            for piece in &repaired.pages[0].text.pieces {
                places += piece.from.len();
            }
            assert_eq!(
                places,
                page.source.bytes.len(),
                "every byte belongs to a piece"
            );
        }
    }
}

#[test]
fn a_rejected_repair_never_comes_back() {
    let (page, audit, mut desk) = desk_of(SAMPLE);
    for row in audit
        .rows
        .iter()
        .filter(|row| row.status == Status::Applied)
    {
        desk.act(&Act::Reject {
            ids: vec![id_of(row)],
        })
        .expect("it can be rejected");
    }
    let decisions = Decisions::parse(&desk.decisions().to_lines()).expect("it is a decisions file");
    let (repaired, lost) =
        job::repair_decided(vec![page.clone()], &[decisions], &Settings::default());
    assert_eq!(lost, []);
    assert_eq!(repaired.pages[0].text.string, page.text.string);
    assert!(
        repaired
            .audit
            .rows
            .iter()
            .all(|row| row.status == Status::Query)
    );
}

#[test]
fn agreed_queries_are_made_and_editors_words_are_marked() {
    let (page, audit, mut desk) = desk_of(SAMPLE);
    let of = |was: &str| {
        id_of(
            audit
                .rows
                .iter()
                .find(|row| row.was == was)
                .expect("it is there"),
        )
    };
    desk.act(&Act::Accept {
        ids: vec![of("competitive in the market")],
    })
    .expect("there is a suggestion");
    desk.act(&Act::Edit {
        id: of("moonsurface"),
        text: "moon's surface".to_owned(),
    })
    .expect("it is a word");
    desk.act(&Act::Edit {
        id: of("handson"),
        text: "practical".to_owned(),
    })
    .expect("it is a word");
    assert!(
        desk.act(&Act::Accept {
            ids: vec![of("From pag")]
        })
        .is_err(),
        "there is nothing to agree to"
    );
    let (repaired, lost) = job::repair_decided(
        vec![page],
        &[desk.decisions().clone()],
        &Settings::default(),
    );
    assert_eq!(lost, []);
    let text = repaired.text();
    assert!(text.contains("competitive in the market.\n"));
    assert!(text.contains("simulating the moon's surface and"));
    assert!(text.contains("more diverse, practical learning"));
    let editor: Vec<_> = repaired
        .audit
        .rows
        .iter()
        .filter(|row| row.pass == "editor")
        .collect();
    assert_eq!(editor.len(), 2);
    assert!(
        editor
            .iter()
            .all(|row| row.because.starts_with("an editor's words"))
    );
}

#[test]
fn words_always_and_never() {
    let (page, audit, mut desk) = desk_of(SAMPLE);
    let of = |was: &str| {
        id_of(
            audit
                .rows
                .iter()
                .find(|row| row.was == was)
                .expect("it is there"),
        )
    };
    desk.act(&Act::Never { id: of("tradein") })
        .expect("it is a word");
    desk.act(&Act::Always {
        id: of("moonsurface"),
    })
    .expect("it is a word");
    assert!(
        desk.act(&Act::Never { id: of("\n\n") }).is_err(),
        "a boundary is no word"
    );
    let (repaired, _) = job::repair_decided(
        vec![page],
        &[desk.decisions().clone()],
        &Settings::default(),
    );
    let text = repaired.text();
    assert!(text.contains("the tradein of") && text.contains("the moon surface and"));
    desk.act(&Act::Undo).expect("it can be taken back");
    desk.act(&Act::Undo).expect("it can be taken back");
    assert!(desk.decisions().is_empty());
    assert!(desk.act(&Act::Undo).is_err());
}

/// A few words more at the head of the file, and the decisions hold all the same.
#[test]
fn decisions_outlive_a_text_that_moved() {
    let (_, audit, mut desk) = desk_of(SAMPLE);
    let row = audit
        .rows
        .iter()
        .find(|row| row.was == "scitech")
        .expect("it is there");
    desk.act(&Act::Reject {
        ids: vec![id_of(row)],
    })
    .expect("it can be rejected");
    let moved = format!("A line above it all.\n\n{SAMPLE}");
    let page = job::read("page.txt", moved.into_bytes()).expect("it is text");
    let (repaired, lost) = job::repair_decided(
        vec![page],
        &[desk.decisions().clone()],
        &Settings::default(),
    );
    assert_eq!(lost, []);
    assert!(repaired.text().contains("the reform of scitech systems"));
}

#[test]
fn a_decision_whose_repair_is_gone_is_told_in_plain_words() {
    let (_folder, file) = folder();
    let desk = Served::open(&file);
    let state = desk.state();
    let id = item(&state, "scitech")["id"].clone();
    assert_eq!(
        desk.act(&state["revision"], json!({ "do": "reject", "ids": [id] }))
            .0,
        200
    );
    desk.kill();
    let text = fs::read_to_string(&file)
        .expect("it is there")
        .replace("scitech", "sci-tech");
    fs::write(&file, text).expect("it can be written");
    let (_, said) = repaired(&file);
    assert!(
        said.contains(
            "decision: line 7, lost-hyphens, \"scitech\": there is no such repair any more"
        ),
        "{said}"
    );
    let state = Served::open(&file).state();
    assert_eq!(state["lost"].as_array().map(Vec::len), Some(1));
    assert!(
        state["lost"][0]["why"]
            .as_str()
            .is_some_and(|why| why.contains("no such repair any more"))
    );
}

#[test]
fn decisions_are_on_the_disk_at_once_and_survive_a_kill() {
    let (_folder, file) = folder();
    let kept = file.with_file_name("page.txt.decisions.jsonl");
    let desk = Served::open(&file);
    let state = desk.state();
    assert!(!kept.exists());
    let act = json!({ "do": "edit", "id": item(&state, "moonsurface")["id"], "text": "face of the moon" });
    let (status, body) = desk.act(&state["revision"], act);
    assert_eq!(status, 200, "{body}");
    desk.kill();
    let lines = fs::read_to_string(&kept).expect("it was written before the answer");
    assert!(lines.contains("face of the moon"), "{lines}");
    let desk = Served::open(&file);
    let state = desk.state();
    assert_eq!(item(&state, "moonsurface")["decision"], "edit");
    assert_eq!(
        fs::read_to_string(&kept).expect("it is there"),
        lines,
        "reading changes nothing"
    );
    let (text, _) = repaired(&file);
    assert!(text.contains("simulating the face of the moon and"));
}

#[test]
fn two_reviewers_do_not_overwrite_each_other() {
    let (_folder, file) = folder();
    let (one, two) = (Served::open(&file), Served::open(&file));
    let state = one.state();
    let stale = two.state();
    let reject = |was: &str| json!({ "do": "reject", "ids": [item(&state, was)["id"]] });
    assert_eq!(one.act(&state["revision"], reject("scitech")).0, 200);
    // Another process, and then a stale tab of the same one.
    let (status, body) = two.act(&stale["revision"], reject("handson"));
    assert_eq!(status, 409, "{body}");
    let told: serde_json::Value = serde_json::from_str(&body).expect("it is JSON");
    assert!(
        told["message"]
            .as_str()
            .is_some_and(|words| words.contains("Somebody decided something meanwhile"))
    );
    assert_eq!(item(&told["state"], "scitech")["decision"], "reject");
    assert_eq!(item(&told["state"], "handson")["decision"], json!(null));
    assert_eq!(
        two.act(&told["state"]["revision"], reject("handson")).0,
        200
    );
    assert_eq!(one.act(&state["revision"], reject("tradein")).0, 409);
    assert_eq!(item(&one.state(), "handson")["decision"], "reject");
}

#[test]
fn a_file_that_is_no_decisions_file_stops_the_run() {
    let (_folder, file) = folder();
    let kept = file.with_file_name("page.txt.decisions.jsonl");
    fs::write(&kept, "{\"reglet_decisions\":1}\nnonsense\n").expect("it can be written");
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_reglet"))
        .args(["repair", "--quiet"])
        .arg(&file)
        .output()
        .expect("reglet can be run");
    assert_eq!(done.status.code(), Some(5));
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(
        said.contains("page.txt.decisions.jsonl:2: this is no decision"),
        "{said}"
    );
    assert!(done.stdout.is_empty());
}
