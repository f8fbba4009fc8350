//! Prints what a reader makes of a file, before any repair: `cargo run --example found -- FILE...`

fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).expect("the file can be read");
        match reglet::job::read_pages(&path, bytes, &|_| None) {
            Ok(found) => {
                for remark in &found.remarks {
                    eprintln!("{remark}");
                }
                for page in &found.pages {
                    println!("{}\n", page.text.string);
                }
            }
            Err(error) => eprintln!("{error}"),
        }
    }
}
