//! A difference between two texts, for people: word by word, block by block.

/// The words that differ, with a few words around them.
pub fn words(expected: &str, got: &str) -> String {
    let (old, new) = (tokens(expected), tokens(got));
    let mut out = String::new();
    let mut last = 0;
    let changes = changes(&old, &new);
    for &(i, j, del, ins) in &changes {
        let from = i.saturating_sub(5).max(last);
        out.push_str("    … ");
        out.push_str(&old[from..i].join(" "));
        if del > 0 {
            out.push_str(&format!(" [-{}-]", old[i..i + del].join(" ")));
        }
        if ins > 0 {
            out.push_str(&format!(" {{+{}+}}", new[j..j + ins].join(" ")));
        }
        let until = (i + del + 5).min(old.len());
        out.push_str(&format!(" {} …\n", old[i + del..until].join(" ")));
        last = i + del;
        if out.len() > 4000 {
            out.push_str("    … and more\n");
            break;
        }
    }
    if changes.is_empty() && expected != got {
        out.push_str("    (only white space differs)\n");
    }
    out
}

fn tokens(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (index, block) in text.split("\n\n").enumerate() {
        if index > 0 {
            found.push("¶");
        }
        for (index, line) in block.split('\n').enumerate() {
            if index > 0 {
                found.push("⏎");
            }
            found.extend(line.split_whitespace());
        }
    }
    found
}

/// Runs of change: (place in old, place in new, words gone, words come).
fn changes(old: &[&str], new: &[&str]) -> Vec<(usize, usize, usize, usize)> {
    let prefix = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = old[prefix..].iter().rev().zip(new[prefix..].iter().rev());
    let suffix = rest.take_while(|(a, b)| a == b).count();
    let (a, b) = (
        &old[prefix..old.len() - suffix],
        &new[prefix..new.len() - suffix],
    );
    if a.is_empty() && b.is_empty() {
        return Vec::new();
    }
    if a.len() * b.len() > 16_000_000 {
        return vec![(prefix, prefix, a.len(), b.len())];
    }
    let width = b.len() + 1;
    let mut best = vec![0u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            best[i * width + j] = if a[i] == b[j] {
                best[(i + 1) * width + j + 1] + 1
            } else {
                best[(i + 1) * width + j].max(best[i * width + j + 1])
            };
        }
    }
    let mut found: Vec<(usize, usize, usize, usize)> = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            i += 1;
            j += 1;
            continue;
        }
        let (start_i, start_j) = (i, j);
        while (i < a.len() || j < b.len()) && !(i < a.len() && j < b.len() && a[i] == b[j]) {
            let down = i < a.len()
                && (j == b.len() || best[(i + 1) * width + j] >= best[i * width + j + 1]);
            if down {
                i += 1;
            } else {
                j += 1;
            }
        }
        found.push((prefix + start_i, prefix + start_j, i - start_i, j - start_j));
    }
    found
}
