//! The roles of a page's blocks, weighed together: first those that tell themselves, then the
//! headings, by what stands before and after them.

use crate::model::SplitWords as _;
use std::collections::HashMap;

use super::edges::{Begin, End, begins, ends};
use super::heading::{MAX_SUBHEAD_WORDS, fragment_score, is_capitals, is_shaped, is_title_case};
use super::words::{Words, bare, of_page};
use super::{BlockText, Role, credit, lines, marks};

/// Up to this many blocks of a heading may stand before a byline: kicker, headline in two, deck.
const MAX_HEADING_BLOCKS: usize = 4;
/// A caption without credit is a sentence or two.
const MAX_CAPTION_WORDS: usize = 35;
/// Blocks under the label of an advertisement that parts a sentence, words of one of them, and words of a block
/// that goes on with the sentence.
const MAX_ADVERT_BLOCKS: usize = 6;
const MAX_ADVERT_WORDS: usize = 30;
const MIN_GOES_ON_WORDS: usize = 4;
/// A standfirst is short.
const MAX_STANDFIRST_WORDS: usize = 45;

struct Page<'a> {
    texts: Vec<&'a str>,
    words: &'static Words,
    roles: Vec<Option<Role>>,
}

pub(super) fn classify(blocks: &[BlockText]) -> Vec<Role> {
    let texts: Vec<&str> = blocks.iter().map(|b| b.text).collect();
    let words = of_page(texts.iter().copied());
    let mut page = Page {
        roles: blocks
            .iter()
            .map(|block| match block.is_head {
                true => Some(Role::RunningHead),
                false => own_role(block.text, words),
            })
            .collect(),
        texts,
        words,
    };
    page.nameplate();
    page.imprint();
    page.running_heads();
    page.advertisements();
    page.heads_in_sentences();
    page.pull_quotes();
    page.bylines_without_by();
    page.headlines();
    page.subheads();
    page.interrupting_captions();
    page.roles
        .into_iter()
        .map(|role| role.unwrap_or(Role::Paragraph))
        .collect()
}

/// The role that a block tells by itself.
fn own_role(text: &str, words: &Words) -> Option<Role> {
    if marks::is_folio(text, words) {
        return Some(Role::Folio);
    }
    if let Some(direction) = marks::jump(text, words) {
        return Some(Role::Jump(direction));
    }
    if marks::is_byline(text, words, false) {
        return Some(Role::Byline);
    }
    if let Some(range) = credit::find(text, words) {
        let alone = text[..range.start].trim().is_empty();
        return Some(if alone {
            Role::Credit
        } else {
            Role::Caption {
                credit: Some(range),
            }
        });
    }
    if credit::opens_as_caption(text, words) {
        return Some(Role::Caption { credit: None });
    }
    if marks::is_note(text, words) {
        return Some(Role::Note);
    }
    if marks::is_advert(text, words) {
        return Some(Role::Advertisement);
    }
    if marks::names_date(text, words) {
        return Some(Role::RunningHead);
    }
    match lines::kind(text) {
        lines::Lines::List => Some(Role::List),
        lines::Lines::Verse => Some(Role::Verse),
        lines::Lines::Table => Some(Role::Table),
        lines::Lines::Prose => None,
    }
}

impl Page<'_> {
    fn is_open(&self, at: usize) -> bool {
        self.roles[at].is_none()
    }

    /// The nearest earlier block that is no picture's text or furniture.
    fn before(&self, at: usize) -> Option<usize> {
        (0..at).rev().find(|&i| !self.stands_aside(i))
    }

    /// The nearest later block that is no picture's text or furniture.
    fn after(&self, at: usize) -> Option<usize> {
        (at + 1..self.texts.len()).find(|&i| !self.stands_aside(i))
    }

    fn stands_aside(&self, at: usize) -> bool {
        match &self.roles[at] {
            Some(Role::Jump(direction)) => *direction == super::Direction::To,
            Some(role) => role.may_interrupt(),
            None => false,
        }
    }

    /// Whether nothing is left open before a block: the page begins, or what stands there ended.
    fn is_finished_before(&self, at: usize) -> bool {
        match self.before(at) {
            None => true,
            Some(i) => match &self.roles[i] {
                None | Some(Role::Paragraph) => {
                    matches!(ends(self.texts[i]), End::Stop | End::Colon)
                }
                Some(_) => true,
            },
        }
    }

    /// What stands between the label of an advertisement inside a sentence and the rest of the sentence. Without
    /// a sentence to part, nothing tells where an advertisement ends.
    fn advertisements(&mut self) {
        let words = |at: usize| self.texts[at].split_words().count();
        let mut inside = Vec::new();
        for label in 0..self.texts.len() {
            if self.roles[label] != Some(Role::Advertisement) {
                continue;
            }
            let open = self.before(label).is_some_and(|at| {
                self.is_open(at) && words(at) >= MIN_GOES_ON_WORDS && breaks_off(self.texts[at])
            });
            let last = (label + 1 + MAX_ADVERT_BLOCKS).min(self.texts.len() - 1);
            let goes_on = |at: &usize| {
                self.is_open(*at)
                    && words(*at) >= MIN_GOES_ON_WORDS
                    && begins(self.texts[*at]) == Begin::Lower
            };
            // A paragraph that is cut, a byline or a long text is no part of an advertisement.
            let stands = |at: &usize| {
                goes_on(at)
                    || matches!(self.roles[*at], None | Some(Role::Advertisement))
                        && words(*at) <= MAX_ADVERT_WORDS
                        && ends(self.texts[*at]) != End::Hyphen
            };
            let behind = || (label + 1..=last).take_while(stands).find(goes_on);
            if open && let Some(next) = behind() {
                inside.extend(label + 1..next);
            }
        }
        for at in inside {
            self.roles[at] = Some(Role::Advertisement);
        }
    }

    /// The first blocks of a page when a date follows: the newspaper's name.
    fn nameplate(&mut self) {
        let Some(date) =
            (0..self.texts.len().min(4)).find(|&i| self.roles[i] == Some(Role::RunningHead))
        else {
            return;
        };
        for at in 0..date {
            let short = self.texts[at].split_words().count() <= 6;
            if self.is_open(at) && short && is_shaped(self.texts[at]) {
                self.roles[at] = Some(Role::RunningHead);
            }
        }
    }

    /// Volume, number and price among the first lines of a page that has a nameplate.
    fn imprint(&mut self) {
        for at in 0..self.texts.len().min(6) {
            let beside = |i: Option<usize>| {
                i.and_then(|i| self.roles.get(i)) == Some(&Some(Role::RunningHead))
            };
            let near = beside(at.checked_sub(1)) || beside(Some(at + 1));
            if self.is_open(at) && near && marks::names_issue(self.texts[at], self.words) {
                self.roles[at] = Some(Role::RunningHead);
            }
        }
    }

    /// Short lines that come again beside a page number, and the one before it at the top.
    fn running_heads(&mut self) {
        let beside_folio = |at: usize| {
            let folio =
                |i: Option<usize>| i.and_then(|i| self.roles.get(i)) == Some(&Some(Role::Folio));
            folio(at.checked_sub(1)) || folio(Some(at + 1))
        };
        let short =
            |at: usize| self.is_open(at) && self.texts[at].len() <= 60 && is_shaped(self.texts[at]);
        let mut seen: HashMap<String, Vec<usize>> = HashMap::new();
        for at in (0..self.texts.len()).filter(|&at| short(at)) {
            seen.entry(fold(self.texts[at])).or_default().push(at);
        }
        let mut heads: Vec<usize> = seen
            .into_values()
            .filter(|places| places.len() >= 2 && places.iter().any(|&at| beside_folio(at)))
            .flatten()
            .collect();
        // The first line of a page, in capitals, before its number.
        heads.extend(
            (0..self.texts.len().min(1))
                .filter(|&at| short(at) && is_capitals(self.texts[at]) && beside_folio(at)),
        );
        for at in heads {
            self.roles[at] = Some(Role::RunningHead);
        }
    }

    /// Whether a block is longer than a line of verse or of a play.
    fn is_text(&self, at: usize) -> bool {
        const WORDS: usize = 10;
        self.is_open(at) && self.texts[at].split_whitespace().take(WORDS).count() == WORDS
    }

    /// A name of the newspaper or of a story that stands elsewhere on the page, and here inside a sentence.
    fn heads_in_sentences(&mut self) {
        const LONGEST: usize = 60;
        let inside = |at: &usize| {
            let text = self.texts[*at];
            self.is_open(*at)
                && text.len() <= LONGEST
                && text.split_whitespace().count() >= 2
                && is_shaped(text)
                && self
                    .before(*at)
                    .is_some_and(|i| self.is_text(i) && breaks_off(self.texts[i]))
                && self
                    .after(*at)
                    .is_some_and(|i| self.is_text(i) && begins(self.texts[i]) == Begin::Lower)
                && !self.repeats_next(*at)
        };
        let candidates: Vec<usize> = (0..self.texts.len()).filter(inside).collect();
        for at in candidates {
            let head = fold(self.texts[at]);
            let again = (0..self.texts.len()).any(|i| {
                let named = self.roles[i] == Some(Role::RunningHead);
                let heading = self.is_open(i) && is_shaped(self.texts[i]);
                let text = || fold(self.texts[i]);
                i != at && (named && text().starts_with(&head) || heading && text() == head)
            });
            if again {
                self.roles[at] = Some(Role::RunningHead);
            }
        }
    }

    /// Sentences that stand a second time inside a paragraph, and are quoted or attributed here.
    fn pull_quotes(&mut self) {
        // Each candidate costs a look over the page; no page shows more quotes than this.
        const MOST: usize = 32;
        let candidates: Vec<(usize, String)> = (0..self.texts.len())
            .filter(|&at| self.is_open(at))
            .filter_map(|at| {
                let text = self.texts[at];
                let count = text.split_words().take(46).count();
                let shown = (5..=45).contains(&count)
                    && (super::opens_quote(text)
                        || text.lines().last().is_some_and(is_attribution));
                let said = fold(text.split(['\n', '—']).next().unwrap_or(text));
                (shown && said.len() >= 20).then_some((at, said))
            })
            .take(MOST)
            .collect();
        if candidates.is_empty() {
            return;
        }
        let folded: Vec<String> = self.texts.iter().map(|t| fold(t)).collect();
        for (at, said) in candidates {
            // A block that begins with the words may continue a line that was printed twice.
            let again = (0..folded.len()).any(|i| {
                i != at
                    && folded[i].len() > folded[at].len() + 10
                    && folded[i].find(&said).is_some_and(|found| found > 0)
            });
            if again {
                self.roles[at] = Some(Role::PullQuote);
            }
        }
    }

    /// "Jane Doe, Staff Writer" under a heading.
    fn bylines_without_by(&mut self) {
        for at in 1..self.texts.len() {
            if !self.is_open(at) {
                continue;
            }
            let beside = match &self.roles[at - 1] {
                Some(Role::Byline) => true,
                None => self.is_heading_like(at - 1),
                Some(_) => false,
            };
            if beside && marks::is_byline(self.texts[at], self.words, true) {
                self.roles[at] = Some(Role::Byline);
            }
        }
    }

    /// Whether a block is shaped like a heading and what stands before it, kicker or deck passed
    /// over, is finished.
    fn is_heading_like(&self, at: usize) -> bool {
        let first = (0..=at)
            .rev()
            .take(MAX_HEADING_BLOCKS)
            .take_while(|&i| self.is_open(i) && is_shaped(self.texts[i]))
            .last();
        first.is_some_and(|first| self.is_finished_before(first))
    }

    fn headlines(&mut self) {
        // A byline, a jump line from elsewhere or a dateline proves the heading before it.
        for at in 0..self.texts.len() {
            let proves = match &self.roles[at] {
                Some(Role::Byline) => at == 0 || self.roles[at - 1] != Some(Role::Byline),
                Some(Role::Jump(super::Direction::From)) => true,
                Some(Role::Dateline) => true,
                None => marks::opens_with_dateline(self.texts[at], self.words),
                Some(_) => false,
            };
            if proves {
                self.heading_before(at);
            }
        }
        self.heading_at_top();
        self.unproved_headlines();
    }

    /// Takes the blocks directly before `end` for a heading, as far as they look like one.
    fn heading_before(&mut self, end: usize) {
        let mut start = end;
        while start > 0 && end - start < MAX_HEADING_BLOCKS {
            let text = self.texts[start - 1];
            let heading = self.is_open(start - 1) && is_shaped(text);
            let standfirst = self.is_open(start - 1)
                && start == end
                && start >= 2
                && text.split_words().count() <= MAX_STANDFIRST_WORDS
                && begins(text).may_open_sentence()
                && self.is_open(start - 2)
                && is_shaped(self.texts[start - 2])
                && self.is_finished_before(start - 2);
            if !heading && !standfirst {
                break;
            }
            start -= 1;
        }
        // The tail of a cut paragraph may stand over the heading.
        while start < end
            && end - start > 1
            && fragment_score(self.texts[start], Some(self.texts[start + 1]), self.words) >= 4
        {
            start += 1;
        }
        if start < end {
            self.name_heading(start, end);
        }
    }

    /// Gives the blocks of one heading their roles.
    fn name_heading(&mut self, start: usize, end: usize) {
        let count = |at: usize| self.texts[at].split_words().count();
        let sentence = |at: usize| {
            ends(self.texts[at]) == End::Stop && !is_shaped(self.texts[at]) || count(at) > 20
        };
        // The headline is the longest of the short blocks; what is much longer tells more of it.
        let Some(main) = (start..end).filter(|&at| !sentence(at)).max_by_key(|&at| {
            let count = count(at);
            (count <= 12, count.min(8), end - at)
        }) else {
            return;
        };
        let title = is_title_case(self.texts[main], self.words);
        let mut roles = Vec::new();
        for at in start..end {
            let text = self.texts[at];
            let last = at.checked_sub(1).map_or("", |i| {
                bare(self.texts[i].split_words().next_back().unwrap_or(""))
            });
            let goes_on = at > start
                && (matches!(
                    ends(self.texts[at - 1]),
                    End::Colon | End::Comma | End::Hyphen
                ) || self.words.is_small(&last.to_lowercase()));
            let short = count(at) < count(main) && text.chars().count() <= 32;
            let role = if at == main || goes_on {
                Role::Headline
            } else if at + 1 == main && at == start && short && count(at) <= 4 {
                let own_last = bare(text.split_words().next_back().unwrap_or(""));
                if self.words.is_small(&own_last.to_lowercase()) {
                    Role::Headline
                } else {
                    Role::Kicker
                }
            } else if at == main + 1 && short && count(at) <= 3 && !roles.contains(&Role::Kicker) {
                Role::Kicker
            } else if sentence(at)
                || (at > main && count(at) > 12)
                || (at > main && title && !is_title_case(text, self.words) && !is_capitals(text))
            {
                Role::Standfirst
            } else {
                Role::Headline
            };
            roles.push(role);
        }
        for (at, role) in (start..end).zip(roles) {
            self.roles[at] = Some(role);
        }
    }

    /// A heading at the top of the page needs no byline.
    fn heading_at_top(&mut self) {
        let Some(start) = (0..self.texts.len())
            .find(|&at| !matches!(self.roles[at], Some(Role::RunningHead | Role::Folio)))
        else {
            return;
        };
        let mut end = start;
        while end < self.texts.len()
            && end - start < MAX_HEADING_BLOCKS
            && self.is_open(end)
            && is_shaped(self.texts[end])
        {
            end += 1;
        }
        // What follows must begin a sentence, or the blocks may be pieces of one.
        let next = self.texts.get(end).copied();
        let opens = next.is_some_and(|n| begins(n).may_open_sentence());
        let whole = (start..end).all(|at| {
            fragment_score(self.texts[at], self.texts.get(at + 1).copied(), self.words) <= 3
        });
        if start < end && opens && whole {
            self.name_heading(start, end);
        }
    }

    /// Headings that nothing proves: by their style, as far as the page's proved headlines allow.
    fn unproved_headlines(&mut self) {
        let proved = self
            .roles
            .iter()
            .filter(|role| **role == Some(Role::Headline))
            .count();
        let bylines = self.roles.contains(&Some(Role::Byline));
        let mut at = 0;
        while at < self.texts.len() {
            let start = at;
            while at < self.texts.len() && at - start < MAX_HEADING_BLOCKS && self.is_candidate(at)
            {
                at += 1;
            }
            if start == at {
                at += 1;
                continue;
            }
            let Some(next) = self.texts.get(at) else {
                continue;
            };
            let opens = begins(next).may_open_sentence() && self.is_finished_before(start);
            let styled = (start..at).any(|i| {
                let count = self.texts[i].split_words().count();
                let loud = is_capitals(self.texts[i]) || is_title_case(self.texts[i], self.words);
                let long = if bylines && proved > 0 { 6 } else { 3 };
                // German capitalises every noun; there only length tells.
                let long = if self.words.language == "de" { 7 } else { long };
                loud && count >= long
            });
            let several = at - start >= 2;
            if opens && (styled || (several && !bylines)) {
                self.name_heading(start, at);
            }
        }
    }

    /// Whether a block could be a heading, and its words do not show that it was cut.
    fn is_candidate(&self, at: usize) -> bool {
        let next = self.after(at).map(|i| self.texts[i]);
        self.is_open(at)
            && is_shaped(self.texts[at])
            && fragment_score(self.texts[at], next, self.words) <= 2
            && !self.repeats_next(at)
    }

    /// Whether the next block begins with this one's words: a line printed twice.
    fn repeats_next(&self, at: usize) -> bool {
        [self.after(at), self.before(at)]
            .into_iter()
            .flatten()
            .any(|i| begins_with(self.texts[i], self.texts[at]))
    }

    fn subheads(&mut self) {
        for at in 0..self.texts.len() {
            let text = self.texts[at];
            if !(self.is_candidate(at) || self.is_question_heading(at))
                || text.split_words().count() > MAX_SUBHEAD_WORDS
                || !self.is_finished_before(at)
            {
                continue;
            }
            let Some(next) = self.after(at) else {
                continue;
            };
            let prose = matches!(
                self.roles[next],
                None | Some(Role::Paragraph | Role::List | Role::Table | Role::Verse)
            ) && !self.is_candidate(next);
            if prose {
                self.roles[at] = Some(Role::Subhead);
            }
        }
    }

    /// "Who pays for the bridge?" between two long paragraphs, outside dialogue, on a page that has
    /// headlines.
    fn is_question_heading(&self, at: usize) -> bool {
        let text = self.texts[at];
        let long = |i: usize| {
            let text = self.texts[i];
            text.split_words().take(12).count() == 12 && !super::opens_quote(text)
        };
        self.is_open(at)
            && text.ends_with('?')
            && is_shaped(text)
            && !text.contains(['"', '“', '”', '„', '«', '»'])
            && self.roles.contains(&Some(Role::Headline))
            && at > 0
            && at + 1 < self.texts.len()
            && long(at - 1)
            && long(at + 1)
            && begins(self.texts[at + 1]).may_open_sentence()
    }

    /// A whole sentence between the two halves of another is a caption that lost its credit.
    fn interrupting_captions(&mut self) {
        for at in 1..self.texts.len().saturating_sub(1) {
            let text = self.texts[at];
            let cut = self.is_open(at - 1)
                && self.is_open(at + 1)
                && ends(self.texts[at - 1]) == End::Hyphen
                && begins(self.texts[at + 1]) == Begin::Lower;
            let sentence = begins(text) == Begin::Upper
                && ends(text) == End::Stop
                && (4..=MAX_CAPTION_WORDS).contains(&text.split_words().count());
            if self.is_open(at) && cut && sentence {
                self.roles[at] = Some(Role::Caption { credit: None });
            }
        }
    }
}

/// Whether a text ends within a sentence.
fn breaks_off(text: &str) -> bool {
    matches!(ends(text), End::Open | End::Comma | End::Hyphen)
}

/// A line such as "— Ann Lee, mayor".
fn is_attribution(line: &str) -> bool {
    line.trim_start().starts_with(super::is_dash)
}

/// Whether a text begins with another's words.
fn begins_with(text: &str, opening: &str) -> bool {
    let mut words = text.split_words();
    opening.split_words().all(|wanted| {
        words
            .next()
            .is_some_and(|word| bare(word).to_lowercase() == bare(wanted).to_lowercase())
    })
}

/// Letters and digits alone, in small letters, words parted by one space.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        let mut before = 0;
        let mut part = |folded: &mut String| {
            if folded.len() > before {
                folded.push(' ');
                before = folded.len();
            }
        };
        for byte in text.bytes() {
            match byte {
                b' ' | b'\t'..=b'\r' => part(&mut folded),
                _ if byte.is_ascii_alphanumeric() => {
                    folded.push(char::from(byte.to_ascii_lowercase()));
                }
                _ => {}
            }
        }
        part(&mut folded);
        return folded;
    }
    for word in text.split_words() {
        let before = folded.len();
        folded.extend(
            word.chars()
                .filter(|c| c.is_alphanumeric())
                .flat_map(char::to_lowercase),
        );
        if folded.len() > before {
            folded.push(' ');
        }
    }
    folded
}

#[cfg(test)]
mod tests;
