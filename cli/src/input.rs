//! Operations from the command line: JSON, and fields as `name=value`.

use std::fs;
use std::io::{self, Read as _};

use craftgate_core::Language;
use craftgate_core::catalog::{self, AnyOperation, OperationInfo, ReadError, Type};
use craftgate_core::{Callable, Exchange, Protocol};
use zeroize::Zeroizing;

use crate::args::OperationArgs;
use crate::failure::Failure;
use crate::keys;
use tree::Tree;

mod tree;

/// The operation with this name.
pub(crate) fn info(name: &str) -> Result<&'static OperationInfo, Failure> {
    catalog::operation(name).ok_or_else(|| Failure::bad_input(ReadError::UnknownOperation(name.to_owned())))
}

/// The operation with these fields.
pub(crate) fn operation(name: &str, fields: &[String]) -> Result<AnyOperation, Failure> {
    let info = info(name)?;
    let json = json(info, fields)?;
    info.read(&json).map_err(Failure::bad_input)
}

/// The JSON of the fields.
pub(crate) fn json(info: &OperationInfo, fields: &[String]) -> Result<Zeroizing<String>, Failure> {
    // JSON alone stays as it is, so that errors name its lines and columns.
    if let [field] = fields {
        if let Some(json) = whole_json(field)? {
            return Ok(json);
        }
    }
    let mut tree = Tree::default();
    for field in fields {
        match (whole_json(field)?, field.split_once('=')) {
            (Some(json), _) => tree.merge(&json)?,
            (None, Some((name, value))) => set(&mut tree, info, name, value)?,
            (None, None) => {
                return Err(Failure::bad_input("a field must be `name=value`, `-` or `@FILE`"));
            }
        }
    }
    Ok(Zeroizing::new(tree.to_json()))
}

/// The JSON that `-` or `@FILE` stands for; `None` for any other argument.
fn whole_json(field: &str) -> Result<Option<Zeroizing<String>>, Failure> {
    match field.strip_prefix('@') {
        Some(path) => read_file(path).map(Some),
        None if field == "-" => read_stdin().map(Some),
        None => Ok(None),
    }
}

/// Sets the field at a path of names and indexes, such as `items.0.price`.
fn set(tree: &mut Tree, info: &OperationInfo, path: &str, value: &str) -> Result<(), Failure> {
    let kind = kind_at(info, path)?;
    let from_file = value.strip_prefix('@').map(read_file).transpose()?;
    if from_file.is_none() && matches!(kind, Type::Secret) {
        let reason = "a secret can't stand on the command line; give it as `@FILE` or in JSON";
        return Err(Failure::bad_input(format_args!("{path}: {reason}")));
    }
    let value = from_file.as_ref().map_or(value, |content| content.trim_end_matches(['\r', '\n']));
    let json = Zeroizing::new(to_json(kind, value));
    tree.set(path, &json)
}

/// The type of the field at a path.
fn kind_at(info: &OperationInfo, path: &str) -> Result<Type, Failure> {
    let unknown = || Failure::bad_input(format_args!("{path}: unknown field"));
    let mut names = path.split('.');
    let first = names.next().unwrap_or_default();
    let mut kind = info.fields().find(|field| field.name() == first).ok_or_else(unknown)?.kind();
    for name in names {
        kind = match kind {
            Type::Object(object) => object.field(name).ok_or_else(unknown)?.kind(),
            Type::List(item) if name.parse::<usize>().is_ok() => *item,
            Type::Map(value) => *value,
            Type::Json | Type::JsonObject => Type::Json,
            _ => return Err(unknown()),
        };
    }
    Ok(kind)
}

/// A value as JSON: numbers and booleans as they are, lists by their commas, everything else as a string.
fn to_json(kind: Type, value: &str) -> String {
    let is_json = |value: &str| serde_json::from_str::<serde::de::IgnoredAny>(value).is_ok();
    let is_string = matches!(kind, Type::String | Type::Secret | Type::Enum(_) | Type::Date | Type::DateTime);
    match kind {
        Type::List(item) if !value.starts_with('[') => {
            let items = value.split(',').filter(|item| !item.is_empty()).map(|value| to_json(*item, value));
            format!("[{}]", items.collect::<Vec<_>>().join(","))
        }
        _ if !is_string && is_json(value) => value.to_owned(),
        _ => quoted(value),
    }
}

pub(crate) fn quoted(value: &str) -> String {
    serde_json::Value::from(value).to_string()
}

fn read_file(path: &str) -> Result<Zeroizing<String>, Failure> {
    let content = fs::read_to_string(path).map_err(|error| Failure::bad_input(format_args!("@{path}: {error}")));
    content.map(Zeroizing::new)
}

pub(crate) fn read_stdin() -> Result<Zeroizing<String>, Failure> {
    let mut content = Zeroizing::new(String::new());
    let read = io::stdin().read_to_string(&mut content);
    read.map_err(|error| Failure::bad_input(format_args!("standard input: {error}")))?;
    Ok(content)
}

pub(crate) fn read_stdin_bytes() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = io::stdin().read_to_end(&mut bytes);
    read.map_err(|error| Failure::bad_input(format_args!("standard input: {error}")))?;
    Ok(bytes)
}

/// One call of the operation, with the key and the language that the arguments give.
pub(crate) fn exchange<'a, O: Callable>(
    protocol: &'a Protocol,
    operation: &'a O,
    args: &OperationArgs,
) -> Result<Exchange<'a, O>, Failure> {
    let mut exchange = protocol.exchange(operation);
    if let Some(key) = &args.idempotency_key {
        exchange = exchange.idempotency_key(key);
    }
    if let Some(language) = language(args)? {
        exchange = exchange.language(language);
    }
    Ok(exchange)
}

pub(crate) fn language(args: &OperationArgs) -> Result<Option<Language>, Failure> {
    args.language.as_deref().map(Language::new).transpose().map_err(Failure::bad_input)
}

/// The protocol for the keys of the environment.
pub(crate) fn protocol(args: &OperationArgs) -> Result<Protocol, Failure> {
    Ok(Protocol::new(keys::credentials()?, keys::environment(args.environment.as_deref())?))
}
