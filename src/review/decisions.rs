//! Decisions as a plain file: a line of JSON each, in the order of the text, so that it can be read,
//! compared and committed.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The version of the file's form.
const VERSION: u32 = 1;

/// What was decided about a repair or a query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// A repair stays; a query's suggestion is made.
    Accept,
    /// A repair is not made, and a query is not asked again.
    Reject,
    /// The editor's own words stand there.
    Edit,
}

/// A decision, and enough of what it was about to find that again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Name of the repair; see [`id_of`](super::id_of).
    pub id: String,
    /// What was decided.
    pub decision: Verdict,
    /// The editor's words; only with [`Verdict::Edit`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The pass that proposed the repair.
    pub pass: String,
    /// Page of the file, as in `#page=2`; empty in a file of one page.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub page: String,
    /// Line of the file, counted from 1.
    pub line: usize,
    /// First byte of its place, and the byte after the last.
    pub bytes: [usize; 2],
    /// What stood there.
    pub was: String,
    /// What was to stand there.
    pub now: String,
}

/// A word that is always written so, or never changed so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordRule {
    /// `true`: wherever a repair or a query would make the one of the other, it is made; `false`:
    /// it never is.
    pub always: bool,
    /// What stands there.
    pub was: String,
    /// What would stand there.
    pub now: String,
}

/// Everything that was decided about an input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// One by one.
    pub single: Vec<Decision>,
    /// For words, wherever they stand. A single decision goes before.
    pub words: Vec<WordRule>,
}

/// A line of a decisions file that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {}: {}; correct the line, or take it out",
            self.line, self.what
        )
    }
}

impl std::error::Error for Fault {}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Line {
    Head { reglet_decisions: u32 },
    Single(Decision),
    Word(WordRule),
}

impl Decisions {
    /// Those about repairs of some passes, and the others.
    pub fn apart(&self, is_of: impl Fn(&str) -> bool) -> (Vec<&Decision>, Decisions) {
        let (some, others): (Vec<_>, Vec<_>) = self.single.iter().partition(|one| is_of(&one.pass));
        let others = Decisions {
            single: others.into_iter().cloned().collect(),
            words: self.words.clone(),
        };
        (some, others)
    }

    /// Reads a decisions file. An empty one is one without decisions.
    ///
    /// # Errors
    /// [`Fault`] with the first line that is none.
    pub fn parse(text: &str) -> Result<Decisions, Fault> {
        let mut all = Decisions::default();
        for (number, line) in text.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let fault = |what: String| Fault {
                line: number + 1,
                what,
            };
            // What a merge of two people's files leaves behind.
            if line.starts_with("<<<<<<<")
                || line.starts_with("=======")
                || line.starts_with(">>>>>>>")
            {
                return Err(fault(
                    "two versions of the file were not merged here".to_owned(),
                ));
            }
            match serde_json::from_str(line) {
                Ok(Line::Head { reglet_decisions }) if reglet_decisions <= VERSION => {}
                Ok(Line::Head { reglet_decisions }) => {
                    return Err(fault(format!(
                        "the file is of version {reglet_decisions}, and this reglet knows {VERSION}"
                    )));
                }
                Ok(Line::Single(decision)) => {
                    if (decision.decision == Verdict::Edit) != decision.text.is_some() {
                        return Err(fault(
                            "`text` belongs to the decision `edit`, and to no other".to_owned(),
                        ));
                    }
                    all.put(decision);
                }
                Ok(Line::Word(rule)) => all.rule(rule),
                Err(_) => return Err(fault("this is no decision of `reglet review`".to_owned())),
            }
        }
        Ok(all)
    }

    /// The file: the same decisions give the same bytes.
    pub fn to_lines(&self) -> String {
        let form =
            |line: &Line| serde_json::to_string(line).expect("strings and numbers have a form");
        let mut lines = vec![form(&Line::Head {
            reglet_decisions: VERSION,
        })];
        let mut words = self.words.clone();
        words.sort_by(|a, b| (&a.was, &a.now).cmp(&(&b.was, &b.now)));
        lines.extend(words.into_iter().map(|rule| form(&Line::Word(rule))));
        let mut single = self.single.clone();
        single.sort_by(|a, b| (&a.page, a.bytes, &a.id).cmp(&(&b.page, b.bytes, &b.id)));
        lines.extend(single.into_iter().map(|one| form(&Line::Single(one))));
        lines.join("\n") + "\n"
    }

    /// Whether nothing was decided.
    pub fn is_empty(&self) -> bool {
        self.single.is_empty() && self.words.is_empty()
    }

    /// Takes a decision in, in the place of an earlier one about the same repair.
    pub fn put(&mut self, decision: Decision) {
        self.clear(&decision.id);
        self.single.push(decision);
    }

    /// Forgets what was decided about a repair.
    pub fn clear(&mut self, id: &str) {
        self.single.retain(|decision| decision.id != id);
    }

    /// Takes a rule for a word in, in the place of an earlier one for the same word.
    pub fn rule(&mut self, rule: WordRule) {
        self.words
            .retain(|other| (&other.was, &other.now) != (&rule.was, &rule.now));
        self.words.push(rule);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(id: &str, at: usize) -> Decision {
        Decision {
            id: id.to_owned(),
            decision: Verdict::Edit,
            text: Some("sea bed\n".to_owned()),
            pass: "lost-hyphens".to_owned(),
            page: String::new(),
            line: 3,
            bytes: [at, at + 6],
            was: "seabed".to_owned(),
            now: "sea-bed".to_owned(),
        }
    }

    #[test]
    fn a_file_comes_back() {
        let mut all = Decisions::default();
        all.put(decision("b", 9));
        all.put(decision("a", 2));
        all.rule(WordRule {
            always: true,
            was: "tradein".to_owned(),
            now: "trade-in".to_owned(),
        });
        let text = all.to_lines();
        assert_eq!(text.lines().count(), 4);
        let back = Decisions::parse(&text).expect("it is one");
        assert_eq!(back.to_lines(), text);
        assert_eq!(back.single[0].id, "a");
    }

    #[test]
    fn the_last_decision_holds() {
        let mut all = Decisions::default();
        all.put(decision("a", 2));
        all.put(Decision {
            decision: Verdict::Reject,
            text: None,
            ..decision("a", 2)
        });
        assert_eq!(all.single.len(), 1);
        assert_eq!(all.single[0].decision, Verdict::Reject);
    }

    #[test]
    fn what_is_no_decision_is_told_with_its_line() {
        for (text, line) in [
            ("{\"reglet_decisions\":1}\nnonsense\n", 2),
            ("{\"reglet_decisions\":9}\n", 1),
            ("\n<<<<<<< mine\n", 2),
        ] {
            assert_eq!(Decisions::parse(text).expect_err("it is none").line, line);
        }
    }
}
