//! The second half of the recipe in lexicon/build.py: packs its plain tables (target/lexicon/*.tsv)
//! into the files that the lexicon room embeds (lexicon/*.fst, lexicon/*.pairs).

use std::error::Error;
use std::fs;
use std::path::Path;

use reglet::lexicon::pack_pairs;

fn main() -> Result<(), Box<dyn Error>> {
    let mut tables: Vec<_> = fs::read_dir("target/lexicon")?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_, std::io::Error>>()?;
    tables.retain(|path| path.extension().is_some_and(|end| end == "tsv"));
    tables.sort();
    for table in tables {
        let text = fs::read_to_string(&table)?;
        let rows = rows(&text)?;
        let name = table
            .file_stem()
            .and_then(|name| name.to_str())
            .ok_or("a table without a name")?;
        let (file, bytes) = match name.strip_suffix("-pairs") {
            Some(language) => (
                format!("{language}.pairs"),
                pack_pairs(rows.iter().map(|(key, value)| (*key, *value as u32))),
            ),
            None => (
                format!("{name}.fst"),
                fst::Map::from_iter(rows.iter().copied())?
                    .into_fst()
                    .into_inner(),
            ),
        };
        println!("{file}: {} rows, {} bytes", rows.len(), bytes.len());
        fs::write(Path::new("lexicon").join(file), bytes)?;
    }
    Ok(())
}

fn rows(text: &str) -> Result<Vec<(&str, u64)>, Box<dyn Error>> {
    text.lines()
        .map(|line| {
            let (key, value) = line.split_once('\t').ok_or("a row without a tab")?;
            Ok((key, value.parse()?))
        })
        .collect()
}
