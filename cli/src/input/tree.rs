//! JSON put together from paths: what a number looks like is kept.

use serde_json::value::RawValue;

use crate::failure::Failure;
use crate::input::quoted;
use crate::output::json::{Members, elements, members};

/// JSON whose objects and lists can be added to.
#[derive(Debug)]
pub(super) enum Tree {
    Object(Vec<(String, Tree)>),
    List(Vec<Tree>),
    Leaf(Box<RawValue>),
}

impl Default for Tree {
    fn default() -> Self {
        Self::Object(Vec::new())
    }
}

impl Tree {
    fn parse(json: &RawValue) -> Self {
        if let Some(Members(members)) = members(json.get()) {
            return Self::Object(members.into_iter().map(|(name, value)| (name, Self::parse(value))).collect());
        }
        match elements(json.get()) {
            Some(elements) => Self::List(elements.into_iter().map(Self::parse).collect()),
            None => Self::Leaf(json.to_owned()),
        }
    }

    /// Sets the fields of a JSON object.
    pub(super) fn merge(&mut self, json: &str) -> Result<(), Failure> {
        let raw: &RawValue = serde_json::from_str(json).map_err(Failure::bad_input)?;
        let Some(Members(members)) = members(raw.get()) else {
            return Err(Failure::bad_input("the fields must be a JSON object"));
        };
        for (name, value) in members {
            self.set_member(name, Self::parse(value))?;
        }
        Ok(())
    }

    fn set_member(&mut self, name: String, value: Self) -> Result<(), Failure> {
        let Self::Object(members) = self else { return Err(Failure::bad_input("the fields must be a JSON object")) };
        if members.iter().any(|(known, _)| *known == name) {
            return Err(Failure::bad_input(format_args!("{name}: duplicate field")));
        }
        members.push((name, value));
        Ok(())
    }

    /// Sets the value at a path.
    pub(super) fn set(&mut self, path: &str, json: &str) -> Result<(), Failure> {
        let mut place = self;
        let (parents, last) = path.rsplit_once('.').unwrap_or(("", path));
        let mut parents = parents.split('.').filter(|name| !name.is_empty()).peekable();
        while let Some(name) = parents.next() {
            let is_list = parents.peek().unwrap_or(&last).parse::<usize>().is_ok();
            place = place.child(name, if is_list { Self::List(Vec::new()) } else { Self::default() }, path)?;
        }
        let value: &RawValue = serde_json::from_str(json).map_err(Failure::bad_input)?;
        let value = Self::parse(value);
        match place {
            Self::List(items) if last.parse() == Ok(items.len()) => items.push(value),
            Self::Object(members) if members.iter().all(|(name, _)| name != last) => {
                members.push((last.to_owned(), value));
            }
            Self::Object(_) => return Err(Failure::bad_input(format_args!("{path}: duplicate field"))),
            Self::List(_) | Self::Leaf(_) => return Err(misplaced(path)),
        }
        Ok(())
    }

    /// The object or list with this name, `new` if it is not there. A list's names are numbers from 0 on.
    fn child(&mut self, name: &str, new: Self, path: &str) -> Result<&mut Self, Failure> {
        match self {
            Self::Object(members) => {
                let index = members.iter().position(|(known, _)| known == name).unwrap_or(members.len());
                if index == members.len() {
                    members.push((name.to_owned(), new));
                }
                members.get_mut(index).map(|(_, value)| value).ok_or_else(|| misplaced(path))
            }
            Self::List(items) => {
                let index: usize = name.parse().map_err(|_| misplaced(path))?;
                if index == items.len() {
                    items.push(new);
                }
                items.get_mut(index).ok_or_else(|| misplaced(path))
            }
            Self::Leaf(_) => Err(misplaced(path)),
        }
    }

    pub(super) fn to_json(&self) -> String {
        let joined = |parts: Vec<String>| parts.join(",");
        match self {
            Self::Object(members) => {
                let member = |(name, value): &(String, Self)| format!("{}:{}", quoted(name), value.to_json());
                format!("{{{}}}", joined(members.iter().map(member).collect()))
            }
            Self::List(items) => format!("[{}]", joined(items.iter().map(Self::to_json).collect())),
            Self::Leaf(json) => json.get().to_owned(),
        }
    }
}

fn misplaced(path: &str) -> Failure {
    Failure::bad_input(format_args!("{path}: conflicts with an earlier field, or list items are out of order"))
}
