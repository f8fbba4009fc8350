//! What to be measured against: nothing at all, and a script that anyone would write first.

use crate::damage::Page;
use crate::score::Output;

/// The page as it was found, its lines joined.
pub fn untouched(page: &Page) -> Output {
    let blocks = page.damaged.trim().split("\n\n");
    Output {
        blocks: blocks.map(|block| block.replace('\n', " ")).collect(),
        queries: Vec::new(),
    }
}

/// Deletes every hyphen at a line's end or before a space, drops lines and blocks that stand twice
/// in a row, and joins a block that begins in lower case to the one before it.
pub fn simple(page: &Page) -> Output {
    let mut blocks: Vec<String> = Vec::new();
    for block in page.damaged.trim().split("\n\n") {
        let mut lines: Vec<&str> = block.split('\n').collect();
        lines.dedup();
        let mut text = String::new();
        for line in lines {
            if text.ends_with('-') {
                text.pop();
            } else if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(line);
        }
        let mut clean = String::new();
        for (number, part) in text.split("- ").enumerate() {
            let cut = number > 0 && part.starts_with(char::is_lowercase);
            if number > 0 && !cut {
                clean.push_str("- ");
            }
            clean.push_str(part);
        }
        if blocks.last() == Some(&clean) {
            continue;
        }
        match blocks.last_mut() {
            Some(last) if clean.starts_with(char::is_lowercase) => {
                if last.ends_with('-') {
                    last.pop();
                } else {
                    last.push(' ');
                }
                last.push_str(&clean);
            }
            _ => blocks.push(clean),
        }
    }
    Output {
        blocks,
        queries: Vec::new(),
    }
}
