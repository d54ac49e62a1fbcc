//! The layers of the crate: each one uses only those below it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The layers from the bottom up. Those in one row must not use each other.
const LAYERS: [&[&str]; 12] = [
    &["error"],
    &["store"],
    &["domain"],
    &["protocol"],
    &["handlers"],
    &["http"],
    &["emulator"],
    &["seed", "simulate"],
    &["host"],
    &["control", "pages"],
    &["server"],
    &["lib"],
];

/// The command's modules, which use the library's public items alone.
const COMMAND: [&str; 2] = ["main", "command"];

/// A source file, by its path of modules.
struct Module {
    path: Vec<String>,
    source: String,
}

impl Module {
    fn layer(&self) -> &str {
        &self.path[0]
    }

    /// Returns the modules that the file uses by `crate::` and `super::` paths, in its imports and elsewhere. Its unit
    /// tests are left out.
    fn uses(&self) -> BTreeSet<Vec<String>> {
        let source = self.source.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let code = source.lines().map(|line| line.split("//").next().unwrap_or_default());
        let code = code.collect::<Vec<_>>().join("\n");
        paths(&code).into_iter().filter_map(|path| self.resolve(&path)).collect()
    }

    /// Returns a path from the root of the crate; `None` for a path into another crate.
    fn resolve(&self, path: &[String]) -> Option<Vec<String>> {
        let is_root = fs::exists(source_folder().join(self.path.join("/")).join("mod.rs")).unwrap();
        let mut base = if is_root { self.path.clone() } else { self.path[..self.path.len() - 1].to_vec() };
        let mut segments = path.iter();
        match segments.next()?.as_str() {
            "crate" => base.clear(),
            "self" if is_root => {}
            "super" if is_root => drop(base.pop()),
            "super" => {}
            _ => return None,
        }
        for segment in segments {
            match segment.as_str() {
                "super" => drop(base.pop()),
                name => base.push(name.to_owned()),
            }
        }
        Some(base)
    }
}

/// Returns every path that starts with `crate::` or `super::`, with groups in braces spelled out.
fn paths(code: &str) -> Vec<Vec<String>> {
    let starts = code.match_indices("crate::").chain(code.match_indices("super::")).chain(code.match_indices("self::"));
    let is_start = |index: &usize| {
        let before = code[..*index].chars().next_back();
        before.is_none_or(|character| !character.is_alphanumeric() && !['_', ':'].contains(&character))
    };
    starts.map(|(index, _)| index).filter(is_start).flat_map(|index| expand(&code[index..])).collect()
}

/// Returns the paths at the start of `code`: one, or those of a group.
fn expand(code: &str) -> Vec<Vec<String>> {
    let name =
        code.chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect::<String>();
    let rest = &code[name.len()..];
    let Some(rest) = rest.strip_prefix("::") else { return vec![vec![name]] };
    let tails = match rest.strip_prefix('{') {
        Some(group) => members(group).into_iter().flat_map(expand).collect(),
        None => expand(rest),
    };
    tails.into_iter().map(|tail| [vec![name.clone()], tail].concat()).collect()
}

/// Returns the members of a group, given from after its opening brace.
fn members(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut members) = (0, 0, Vec::new());
    for (index, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                members.push(group[start..index].trim());
                start = index + 1;
                if character == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    members.retain(|member| !member.is_empty());
    members
}

fn source_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn modules() -> Vec<Module> {
    let mut modules = Vec::new();
    let mut folders = vec![source_folder()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension().and_then(|extension| extension.to_str()) {
                None => folders.push(path),
                Some("rs") => modules.push(module(&path)),
                Some(_) => {}
            }
        }
    }
    modules.retain(|module| !COMMAND.contains(&module.layer()));
    modules
}

fn module(file: &Path) -> Module {
    let path = file.strip_prefix(source_folder()).unwrap().with_extension("");
    let path = path.iter().map(|segment| segment.to_str().unwrap().to_owned());
    Module { path: path.filter(|segment| segment != "mod").collect(), source: fs::read_to_string(file).unwrap() }
}

/// Returns how high a layer is.
fn height(layer: &str) -> usize {
    let height = LAYERS.iter().position(|layers| layers.contains(&layer));
    height.unwrap_or_else(|| panic!("`{layer}` is no layer"))
}

#[test]
fn every_module_uses_only_the_layers_below_it() {
    let mut arrows = BTreeSet::new();
    for module in modules() {
        for used in module.uses() {
            let (from, to) = (module.layer(), used[0].as_str());
            let is_down = from == to || height(from) > height(to);
            assert!(is_down, "{} uses {}", module.path.join("::"), used.join("::"));
            arrows.insert((from.to_owned(), to.to_owned()));
        }
    }
    for (from, to) in [("emulator", "http"), ("http", "handlers"), ("handlers", "domain"), ("domain", "store")] {
        assert!(arrows.contains(&(from.to_owned(), to.to_owned())), "no arrow from {from} to {to} was found");
    }
}

#[test]
fn no_modules_use_each_other() {
    let modules = modules();
    let names: BTreeSet<&[String]> = modules.iter().map(|module| module.path.as_slice()).collect();
    let file_of = |path: &[String]| {
        (1..=path.len()).rev().map(|length| path[..length].to_vec()).find(|path| names.contains(&path[..]))
    };
    let mut graph: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> = modules
        .iter()
        .map(|module| {
            let used =
                module.uses().iter().filter_map(|path| file_of(path)).filter(|used| *used != module.path).collect();
            (module.path.clone(), used)
        })
        .collect();
    // A module that uses none of the remaining ones is in no cycle.
    loop {
        let free: Vec<_> = graph.iter().filter(|(_, used)| used.is_empty()).map(|(path, _)| path.clone()).collect();
        if free.is_empty() {
            break;
        }
        for path in free {
            graph.remove(&path);
            graph.values_mut().for_each(|used| used.retain(|used| *used != path));
        }
    }
    assert!(graph.is_empty(), "cycles among {graph:#?}");
}

#[test]
fn the_emulator_and_the_state_have_methods_in_few_places() {
    for module in modules() {
        let is_public_face = ["emulator", "simulate"].contains(&module.layer());
        assert!(is_public_face || !module.source.contains("\nimpl Emulator {"), "{}", module.path.join("::"));
        let is_state = module.path == ["domain", "state"];
        assert!(is_state || !module.source.contains("\nimpl State {"), "{}", module.path.join("::"));
    }
}

#[test]
fn paths_are_found_in_groups_and_outside_of_imports() {
    let code = "use crate::store::{\n    Table,\n    search::{self, Search},\n};\nlet x = super::super::error::NOT_FOUND; my_crate::a();";
    let found: Vec<String> = paths(code).iter().map(|path| path.join("::")).collect();
    let expected = [
        "crate::store::Table",
        "crate::store::search::self",
        "crate::store::search::Search",
        "super::super::error::NOT_FOUND",
    ];
    assert_eq!(found, expected);
}
