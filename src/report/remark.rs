//! Remarks of make-up, for programs. Their words for people are their own.

use crate::makeup::Remark;

/// A remark as one object of JSON: `kind`, `text`, and where they are known `article` and `page`,
/// counted from 1, and `place`.
pub fn remark(remark: &Remark) -> serde_json::Value {
    let mut object = serde_json::json!({
        "kind": remark.kind.name(),
        "text": remark.text,
    });
    if let Some(article) = remark.article {
        object["article"] = (article + 1).into();
    }
    if let Some(page) = remark.page {
        object["page"] = (page + 1).into();
    }
    if !remark.place.is_empty() {
        object["place"] = remark.place.as_str().into();
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::makeup::RemarkKind;

    #[test]
    fn pages_and_articles_count_from_one() {
        let given = Remark {
            kind: RemarkKind::Widow,
            article: Some(0),
            page: Some(1),
            place: String::new(),
            text: "one line stands alone".to_owned(),
        };
        let wanted = serde_json::json!({
            "kind": "widow",
            "article": 1,
            "page": 2,
            "text": "one line stands alone",
        });
        assert_eq!(remark(&given), wanted);
    }
}
