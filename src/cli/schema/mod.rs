//! `reglet schema`: what the JSON looks like that reglet reads and writes, as JSON Schema.
//!
//! The forms stand in `forms.json`, and are promises: a test holds what is really written to them.

use serde_json::{Map, Value, json};

use super::args::Schema;
use super::exit::Exit;
use super::failure::Failure;
use super::output::{self, Target};

/// Every form, and the parts that several have in common.
const FORMS: &str = include_str!("forms.json");

/// Prints the list of forms, or the schema of one.
pub fn run(args: &Schema) -> Result<(), Failure> {
    let file: Value = serde_json::from_str(FORMS).expect("a test reads every form");
    let forms = file["forms"].as_object().expect("a test reads every form");
    let text = match &args.form {
        None => list(forms),
        Some(name) => match forms.get(name) {
            Some(form) => schema(name, form, &file["parts"]),
            None => return Err(unknown(name, forms)),
        },
    };
    output::commit(vec![(Target::Stdout, text.into_bytes())])
}

fn list(forms: &Map<String, Value>) -> String {
    let width = forms.keys().map(String::len).max().unwrap_or_default();
    let lines = forms.iter().map(|(name, form)| {
        let about = form["about"].as_str().unwrap_or_default();
        format!("{name:width$}  {about}\n")
    });
    lines.collect()
}

/// A form with the parts that it needs: complete in itself.
fn schema(name: &str, form: &Value, parts: &Value) -> String {
    let mut whole = form["schema"].clone();
    let mut used = Map::new();
    need(&whole, parts, &mut used);
    whole["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    whole["$id"] = json!(format!("urn:reglet:{name}:{}", form["version"]));
    whole["title"] = json!(format!("reglet {name}, version {}", form["version"]));
    whole["description"] = form["about"].clone();
    if !used.is_empty() {
        whole["$defs"] = Value::Object(used);
    }
    format!("{whole:#}\n")
}

/// Adds the parts that a schema refers to, and those that these refer to.
fn need(schema: &Value, parts: &Value, used: &mut Map<String, Value>) {
    match schema {
        Value::Object(map) => {
            let to = map.get("$ref").and_then(Value::as_str);
            if let Some(name) = to.and_then(|to| to.strip_prefix("#/$defs/"))
                && !used.contains_key(name)
                && let Some(part) = parts.get(name)
            {
                used.insert(name.to_owned(), part.clone());
                need(part, parts, used);
            }
            map.values().for_each(|value| need(value, parts, used));
        }
        Value::Array(values) => values.iter().for_each(|value| need(value, parts, used)),
        _ => {}
    }
}

fn unknown(name: &str, forms: &Map<String, Value>) -> Failure {
    let names: Vec<&str> = forms.keys().map(String::as_str).collect();
    let mut advice = format!("the forms are {}", names.join(", "));
    if let Some(name) = reglet::layout::nearest(name, &names) {
        advice = format!("did you mean `{name}`? {advice}");
    }
    Failure::new(
        Exit::Usage,
        format!("there is no form `{}`", name.escape_debug()),
        advice,
    )
}
