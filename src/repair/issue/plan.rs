//! Which of the places where stories break off and go on belong together.
//!
//! Weighs what jump lines say, the words they have in common, and the sentence that breaks off; what
//! fits two places as well is left, and asked.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::repair::Confidence;
use crate::repair::engine::{Action, Edit};
use crate::repair::passes::{Seam, fits, seam};
use crate::repair::view::{View, last_word};
use crate::roles::{Begin, End, Role, begins, ends};

use super::ends::{Ends, Head, Tail};
use super::sheets::Sheets;
use super::thread::Thread;
use super::{JUMPS, PAGES};

/// What is to be done with an issue.
#[derive(Default)]
pub struct Plan {
    /// What belongs together.
    pub threads: Vec<Thread>,
    /// What a person has to decide.
    pub queries: Vec<Edit>,
}

/// How well a tail and a head go together.
#[derive(Clone, Debug)]
struct Fit {
    tail: usize,
    head: usize,
    score: i32,
    seam: Option<Seam>,
    because: String,
}

/// A fit below this is none.
const LEAST: i32 = 3;

/// Jump lines of an issue; what has more is an index, and each is weighed against every other.
const MOST_JUMPS: usize = 400;

impl Plan {
    /// The plan for an issue; nothing is done at places that are `barred`.
    pub fn of(view: &View, sheets: &Sheets, is_barred: &dyn Fn(Range<usize>) -> bool) -> Plan {
        let ends = Ends::of(view, sheets);
        let mut plan = Plan::default();
        let jumps = view
            .blocks
            .iter()
            .filter(|block| matches!(block.role, Role::Jump(_)));
        if jumps.take(MOST_JUMPS + 1).count() > MOST_JUMPS {
            return plan;
        }
        let tails = ends.jumps_to();
        let heads = plan.heads_for(&ends, sheets, &tails);
        let mut fits: Vec<Fit> = Vec::new();
        for (tail_number, tail) in tails.iter().enumerate() {
            for (head_number, head) in heads.iter().enumerate() {
                let fit = weigh(view, sheets, tail, head);
                fits.extend(fit.map(|(score, seam, because)| Fit {
                    tail: tail_number,
                    head: head_number,
                    score,
                    seam,
                    because,
                }));
            }
        }
        let barred = |tail: &Tail, head: &Head| {
            let blocks = tail.line.iter().map(|(at, _)| at).chain(&head.over);
            let mut ranges = blocks.map(|at| view.blocks[*at].range.clone());
            let end = view.blocks[tail.last].range.end;
            let first = view.blocks[head.blocks[0]].range.clone();
            ranges.any(is_barred) || is_barred(first) || is_barred(end..end)
        };
        fits.retain(|fit| !barred(&tails[fit.tail], &heads[fit.head]));
        let mut open_tails: BTreeSet<usize> = (0..tails.len()).collect();
        let mut open_heads: BTreeSet<usize> = (0..heads.len()).collect();
        fits.sort_by_key(|fit| std::cmp::Reverse(fit.score));
        loop {
            fits.retain(|fit| open_tails.contains(&fit.tail) && open_heads.contains(&fit.head));
            // The best of those that nothing else comes up to.
            let alone = |fit: &&Fit| {
                !fits.iter().any(|other| {
                    (other.tail == fit.tail) != (other.head == fit.head) && other.score >= fit.score
                })
            };
            let Some(fit) = fits.iter().find(alone).cloned() else {
                break;
            };
            open_tails.remove(&fit.tail);
            open_heads.remove(&fit.head);
            plan.link(
                view,
                &tails[fit.tail],
                &heads[fit.head],
                fit.seam,
                fit.because,
            );
        }
        plan.without_line(view, sheets, &ends, &heads, &mut open_heads, &barred);
        plan.over_page_ends(view, sheets, &ends, is_barred);
        for tail in open_tails {
            plan.ask_to(view, sheets, &tails[tail]);
        }
        for head in open_heads {
            plan.ask_from(view, sheets, &heads[head]);
        }
        plan.threads.sort_by_key(|thread| thread.tail);
        plan
    }

    /// All heads: those of their own, and those that only the word of a jump line shows.
    fn heads_for(&self, ends: &Ends, sheets: &Sheets, tails: &[Tail]) -> Vec<Head> {
        let mut heads = ends.heads();
        for tail in tails {
            let Some((_, line)) = &tail.line else {
                continue;
            };
            let named = line.page.as_ref().map(|page| sheets.named(page));
            for sheet in named.into_iter().flatten() {
                if line.keyword.is_empty() || sheet == tail.sheet {
                    continue;
                }
                let known = |head: &Head| {
                    let blocks = |other: &Head| other.blocks.first() == head.blocks.first();
                    heads.iter().any(blocks)
                };
                if let Some(head) = ends.named(sheet, &line.keyword).filter(|head| !known(head)) {
                    heads.push(head);
                }
            }
        }
        heads
    }

    fn is_used(&self, block: usize) -> bool {
        self.threads.iter().any(|thread| {
            thread.blocks.contains(&block)
                || thread.drops.iter().any(|(dropped, _)| *dropped == block)
        })
    }

    /// Whether block `tail` comes, by way of what was linked already, behind one of the blocks.
    fn goes_round(&self, tail: usize, blocks: &[usize]) -> bool {
        let mut at = tail;
        for _ in 0..=self.threads.len() {
            if blocks.contains(&at) {
                return true;
            }
            match self
                .threads
                .iter()
                .find(|thread| thread.blocks.contains(&at))
            {
                Some(thread) => at = thread.tail,
                None => return false,
            }
        }
        true
    }

    fn link(
        &mut self,
        view: &View,
        tail: &Tail,
        head: &Head,
        seam: Option<Seam>,
        because: String,
    ) -> bool {
        let used = head
            .blocks
            .iter()
            .chain(&head.over)
            .any(|at| self.is_used(*at));
        let taken = self.threads.iter().any(|thread| thread.tail == tail.last);
        if used || taken || self.goes_round(tail.last, &head.blocks) || head.blocks[0] == 0 {
            return false;
        }
        let lines = tail
            .line
            .iter()
            .map(|(at, _)| *at)
            .chain(head.line.iter().map(|(at, _)| *at));
        let lines: Vec<usize> = lines.collect();
        let over = head.over.iter().filter(|at| !lines.contains(at));
        let mut drops: Vec<(usize, String)> = lines
            .iter()
            .map(|at| {
                (
                    *at,
                    "the story is whole again: nothing is left to jump to".to_owned(),
                )
            })
            .collect();
        drops.extend(over.map(|at| {
            let said = "it stands over the continued part of a story that is whole again";
            (*at, said.to_owned())
        }));
        let confidence = match &seam {
            Some(seam) if seam.confidence == Confidence::Certain => Confidence::Certain,
            _ => Confidence::Likely,
        };
        let seam = seam.or_else(|| forced(view, tail.last, head.blocks[0]));
        self.threads.push(Thread {
            pass: JUMPS.name,
            tail: tail.last,
            blocks: head.blocks.clone(),
            drops,
            seam,
            confidence,
            because,
        });
        true
    }

    /// Stories that go on under a jump line, though the line that sent the reader there is lost.
    fn without_line(
        &mut self,
        view: &View,
        sheets: &Sheets,
        ends: &Ends,
        heads: &[Head],
        open: &mut BTreeSet<usize>,
        barred: &dyn Fn(&Tail, &Head) -> bool,
    ) {
        if open.is_empty() {
            return;
        }
        let stops = ends.stops();
        let mut found: Vec<(usize, usize, Seam)> = Vec::new();
        for number in open.iter() {
            let head = &heads[*number];
            let Some(page) = head.line.as_ref().and_then(|(_, line)| line.page.as_ref()) else {
                continue;
            };
            let named = sheets.named(page);
            for (nth, tail) in stops.iter().enumerate() {
                if tail.sheet == head.sheet || !named.contains(&tail.sheet) {
                    continue;
                }
                let (last, first) = (&view.blocks[tail.last], &view.blocks[head.blocks[0]]);
                if let Some(seam) = seam(view, last, first)
                    && (fits(view, last, first) || shares(&tail.heading, &head.heading))
                    && !barred(tail, head)
                {
                    found.push((nth, *number, seam));
                }
            }
        }
        for (tail, head, seam) in &found {
            let rivals = found.iter().filter(|(t, h, _)| t == tail || h == head);
            if rivals.count() > 1 {
                continue;
            }
            let (tail, head_number) = (&stops[*tail], *head);
            let because = format!(
                "page {} sends the reader here, and the sentence that stops there goes on",
                sheets.labels[tail.sheet]
            );
            let head = &heads[head_number];
            if self.link(view, tail, head, Some(seam.clone()), because) {
                open.remove(&head_number);
            }
        }
    }

    /// Paragraphs that the end of a page cuts.
    fn over_page_ends(
        &mut self,
        view: &View,
        sheets: &Sheets,
        ends: &Ends,
        is_barred: &dyn Fn(Range<usize>) -> bool,
    ) {
        // A page that is a picture or an advertisement may stand between.
        let pages: Vec<usize> = (0..sheets.blocks.len())
            .filter(|sheet| ends.bottom(*sheet).is_some() || ends.stories(*sheet) > 0)
            .collect();
        for pair in pages.windows(2) {
            let (Some(last), Some(first)) = (ends.bottom(pair[0]), ends.top(pair[1])) else {
                continue;
            };
            let (tail, head) = (&view.blocks[last], &view.blocks[first]);
            let Some(seam) = seam(view, tail, head) else {
                continue;
            };
            let flows = sheets.files[pair[0]] == sheets.files[pair[1]]
                || ends.stories(pair[0]) < 2 && ends.stories(pair[1]) < 2;
            let end = tail.range.end;
            let taken = self.threads.iter().any(|thread| thread.tail == last)
                || self.is_used(first)
                || self.goes_round(last, &[first])
                || is_barred(head.range.clone())
                || is_barred(end..end);
            if taken || first == 0 || !(flows || fits(view, tail, head)) {
                continue;
            }
            self.threads.push(Thread {
                pass: PAGES.name,
                tail: last,
                blocks: vec![first],
                drops: Vec::new(),
                confidence: seam.confidence,
                because: format!("the page ends within it: {}", seam.because),
                seam: Some(seam),
            });
        }
    }

    fn ask(&mut self, at: Range<usize>, because: String) {
        self.queries.push(Edit {
            at,
            action: Action::Ask(String::new()),
            confidence: Confidence::Query,
            because,
            seen: Vec::new(),
        });
    }

    fn ask_to(&mut self, view: &View, sheets: &Sheets, tail: &Tail) {
        let Some((at, line)) = &tail.line else {
            return;
        };
        // "See also" mostly points at another story.
        let Some(page) = line.page.as_ref().filter(|_| !line.is_reference) else {
            return;
        };
        let because = match sheets.named(page).is_empty() {
            true => format!("the story goes on on page {page}, which is not among these pages"),
            false => format!("no text of page {page} shows that it goes on from here"),
        };
        self.ask(view.blocks[*at].range.clone(), because);
    }

    fn ask_from(&mut self, view: &View, sheets: &Sheets, head: &Head) {
        let Some((at, line)) = &head.line else {
            return;
        };
        let Some(page) = &line.page else {
            return;
        };
        let because = match sheets.named(page).is_empty() {
            true => format!("the story begins on page {page}, which is not among these pages"),
            false => format!("no story of page {page} shows that it goes on here"),
        };
        self.ask(view.blocks[*at].range.clone(), because);
    }

    /// The ranges of the text about which there is no question any more.
    pub fn settled(&self, view: &View) -> Vec<Range<usize>> {
        self.threads
            .iter()
            .flat_map(|thread| {
                let sealed = thread.seam.as_ref().map(|_| {
                    let tail = &view.blocks[thread.tail].range;
                    let first = &view.blocks[thread.blocks[0]].range;
                    [tail.end..tail.end, first.start..first.start]
                });
                let drops = thread
                    .drops
                    .iter()
                    .map(|(at, _)| view.blocks[*at].range.clone());
                sealed
                    .into_iter()
                    .flatten()
                    .chain(drops)
                    .collect::<Vec<_>>()
            })
            .collect()
    }
}

fn shares(one: &BTreeSet<String>, two: &BTreeSet<String>) -> bool {
    one.intersection(two).next().is_some()
}

/// Where jump lines prove that a text goes on, a small word or a comma ends no sentence.
fn forced(view: &View, tail: usize, first: usize) -> Option<Seam> {
    let (tail, first) = (&view.blocks[tail], &view.blocks[first]);
    let word = last_word(tail.text).1;
    let open = match ends(tail.text) {
        End::Comma => true,
        End::Open => view.lexicon.is_function_word(word),
        _ => false,
    };
    let goes_on = open && tail.is_prose() && first.is_prose();
    goes_on.then(|| Seam {
        now: " ",
        hyphen_goes: false,
        confidence: Confidence::Likely,
        because: format!("no sentence ends in \"{word}\", and the story goes on here"),
    })
}

/// How well a tail with a jump line and a head go together, how they are one, and why; `None` when
/// something speaks against it or too little for it.
fn weigh(
    view: &View,
    sheets: &Sheets,
    tail: &Tail,
    head: &Head,
) -> Option<(i32, Option<Seam>, String)> {
    let (_, to) = tail.line.as_ref()?;
    if tail.sheet == head.sheet {
        return None;
    }
    let mut why: Vec<String> = Vec::new();
    let mut score = 0;
    // What the lines say of pages.
    let mut agreed = 0;
    let from = head.line.as_ref().map(|(_, line)| line);
    let there = (&to.page, head.sheet, tail.sheet);
    let back = from.map(|from| (&from.page, tail.sheet, head.sheet));
    for (page, meant, own) in [Some(there), back].into_iter().flatten() {
        let Some(page) = page else {
            continue;
        };
        if !sheets.named(page).contains(&meant) {
            return None;
        }
        why.push(format!("page {} names page {page}", sheets.labels[own]));
        agreed += 1;
        score += 2;
    }
    // What the story is called.
    let called: BTreeSet<String> = to.keyword.iter().cloned().collect();
    let mut keyword = false;
    if !called.is_empty() {
        keyword = shares(&called, &head.heading);
        match (keyword, head.heading.is_empty()) {
            (true, _) => score += 2,
            (false, false) if from.is_some_and(|from| !from.keyword.is_empty()) => return None,
            (false, _) => score -= 1,
        }
    }
    let common = tail.heading.intersection(&head.heading).next();
    if let Some(word) = common.or_else(|| called.intersection(&head.heading).next()) {
        why.push(format!("both speak of \"{word}\""));
        score += 1;
    }
    // The sentence that breaks off.
    let (last, first) = (&view.blocks[tail.last], &view.blocks[head.blocks[0]]);
    let seam = first.is_prose().then(|| seam(view, last, first)).flatten();
    match (&seam, ends(last.text), begins(first.text)) {
        (Some(seam), ..) => {
            score += 2 + i32::from(fits(view, last, first));
            why.push(seam.because.clone());
        }
        (None, _, Begin::Lower | Begin::Continuation) if first.is_prose() => score -= 3,
        (None, End::Hyphen, _) => score -= 2,
        (None, End::Open | End::Comma | End::Dash, _) => score -= 1,
        _ => {}
    }
    let enough = match from {
        // Two jump lines that name each other, or one and something else.
        Some(_) => agreed >= 1 || keyword && seam.is_some(),
        None => agreed >= 1 && seam.is_some(),
    };
    let proven = seam.is_some() || !to.is_reference || agreed == 2;
    (enough && proven && score >= LEAST).then(|| (score, seam, why.join("; ")))
}
