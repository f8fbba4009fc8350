#![allow(missing_docs, clippy::unwrap_used)]
use reglet::*;
fn main() {
    let bytes = std::fs::read("samples/page.txt").unwrap();
    let page = read::text("page.txt", bytes).unwrap();
    let (page, _) = repair::repair(&page, &repair::Options::default());
    let ed = edition::assemble(&[page]);
    let fonts = font::Fonts::default();
    for (name, _) in layout::embedded() {
        let layout = layout::Layout::embedded(name).unwrap();
        let t = std::time::Instant::now();
        let (doc, remarks) = makeup::make_up(&ed, &layout, &fonts, &makeup::Options::default());
        let t1 = t.elapsed();
        let mut out = Vec::new();
        let t = std::time::Instant::now();
        let s = pdf::write(&doc, &fonts, &pdf::Settings::default(), &mut out).unwrap();
        println!(
            "{name}: {} pages {} bytes; makeup {:?} pdf {:?}; {} remarks; pdf remarks {:?}",
            s.pages,
            s.bytes,
            t1,
            t.elapsed(),
            remarks.len(),
            s.remarks
        );
        let r = pdf::check::check(&out, &pdf::check::Limits::default());
        for f in &r.findings {
            println!("   {f}");
        }
        // text of the document by element
        let mut exp = std::collections::BTreeMap::<u32, String>::new();
        let mut order = vec![];
        for p in &doc.pages {
            for i in &p.items {
                if let (Some(e), frame::ItemKind::Glyphs(g)) = (i.element, &i.kind) {
                    if !exp.contains_key(&e.0) {
                        order.push(e.0);
                    }
                    exp.entry(e.0).or_default().push_str(&g.text);
                }
            }
        }
        let d = pdf::check::compare(
            r.text.iter().map(String::as_str),
            order.iter().map(|e| exp[e].as_str()),
        );
        println!("   text: {d:?}");
        std::fs::write(format!("target/tmp/real-{name}.pdf"), out).unwrap();
    }
}
