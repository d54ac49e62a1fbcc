//! `craftgate operations`: the table of operations, and what one of them takes and gives.

use std::fmt::Write as _;

use craftgate_core::catalog::{self, Field, Object, OperationInfo, OutputType, Place, Type};
use unicode_width::UnicodeWidthStr as _;

use crate::args::OperationsArgs;
use crate::example;
use crate::failure::Failure;
use crate::output::json::format;
use crate::output::write_bytes;

pub(crate) fn run(args: &OperationsArgs) -> Result<(), Failure> {
    let name = args.name.as_deref().unwrap_or_default();
    let page = match catalog::operation(name) {
        Some(info) => describe(info),
        None => table(name)?,
    };
    write_bytes(page.as_bytes())
}

/// The operations whose names have `part` in them.
fn table(part: &str) -> Result<String, Failure> {
    let part = part.to_lowercase();
    let listed = catalog::operations().iter().filter(|info| info.name().to_lowercase().contains(&part));
    let listed: Vec<_> = listed.collect();
    let widest = listed.iter().map(|info| info.name().width()).max();
    let widest = widest.ok_or_else(|| Failure::bad_input(format_args!("no operation's name contains `{part}`")))?;
    let line = |info: &&&OperationInfo| format!("{:widest$}  {}\n", info.name(), plain(info.summary()));
    Ok(listed.iter().map(line).collect())
}

fn describe(info: &OperationInfo) -> String {
    let mut page = format!("{}\n\n{} {}\n\n", info.name(), info.method(), info.path());
    // The second paragraph of every operation's docs is its method, path and key.
    for paragraph in info.docs().split("\n\n").filter(|paragraph| !paragraph.trim_start().starts_with('`')) {
        let words: Vec<&str> = paragraph.split_whitespace().collect();
        page += &plain(&words.join(" "));
        page += "\n\n";
    }
    // Writing to a string does not fail.
    let _ = write!(
        page,
        "Idempotency key: {}\n\n",
        if info.honours_idempotency_key() { "honoured" } else { "not honoured" }
    );
    let mut fields: Vec<_> = info.fields().collect();
    fields.sort_by_key(|field| !field.is_required());
    for (title, place) in [("Path", Place::Path), ("Query", Place::Query), ("Body", Place::Body)] {
        let lines: Vec<(String, &Field)> = fields
            .iter()
            .filter(|field| info.place(field) == place)
            .flat_map(|field| with_members("", field))
            .collect();
        page += &section(title, &lines);
    }
    page += &output(info.output());
    let _ = write!(page, "Example\n\n{}\n", format(&example::fields(info), true));
    page
}

/// The field and, below it, the fields of its object.
fn with_members(path: &str, field: &'static Field) -> Vec<(String, &'static Field)> {
    let path = format!("{path}{}", field.name());
    let below = match field.kind() {
        Type::Object(object) => members(&format!("{path}."), object),
        Type::List(Type::Object(object)) => members(&format!("{path}.0."), object),
        _ => Vec::new(),
    };
    [(path, field)].into_iter().chain(below).collect()
}

fn members(path: &str, object: &'static Object) -> Vec<(String, &'static Field)> {
    object.fields().flat_map(|field| with_members(path, field)).collect()
}

fn section(title: &str, lines: &[(String, &Field)]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let kinds: Vec<String> = lines.iter().map(|(_, field)| kind_name(field.kind())).collect();
    let widest = lines.iter().map(|(path, _)| path.width()).max().unwrap_or_default();
    let widest_kind = kinds.iter().map(String::len).max().unwrap_or_default();
    let line = |((path, field), kind): (&(String, &Field), &String)| {
        let required = if field.is_required() { "required" } else { "        " };
        let values = match field.kind() {
            Type::Enum(values) => format!(" One of {}.", values.join(", ")),
            _ => String::new(),
        };
        format!("  {path:widest$}  {kind:widest_kind$}  {required}  {}{values}\n", plain(field.summary()))
    };
    let lines: String = lines.iter().zip(&kinds).map(line).collect();
    format!("{title}\n\n{lines}\n")
}

fn output(output: OutputType) -> String {
    match output {
        OutputType::Json(kind) => format!("Result: {}\n\n", kind_name(kind)),
        OutputType::File => "Result: a file\n\n".to_owned(),
        _ => "Result: nothing\n\n".to_owned(),
    }
}

fn kind_name(kind: Type) -> String {
    match kind {
        Type::String => "string".to_owned(),
        Type::Secret => "secret string".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::Decimal => "decimal".to_owned(),
        Type::Float => "number".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Date => "date".to_owned(),
        Type::DateTime => "time".to_owned(),
        Type::Enum(_) => "enum".to_owned(),
        Type::List(item) => format!("list of {}", kind_name(*item)),
        Type::Object(object) => object.name().to_owned(),
        Type::Page(item) => format!("pages of {}", kind_name(*item)),
        Type::Map(_) | Type::JsonObject => "object".to_owned(),
        _ => "JSON".to_owned(),
    }
}

/// Docs without their links and backquotes: `` [`Refund`](super::Refund) `` is `Refund`.
fn plain(docs: &str) -> String {
    let mut page = String::new();
    let mut rest = docs;
    while let Some((before, link)) = rest.split_once("](") {
        page += before;
        rest = link.split_once(')').map_or("", |(_, after)| after);
    }
    page += rest;
    page.replace(['[', ']', '`'], "")
}
