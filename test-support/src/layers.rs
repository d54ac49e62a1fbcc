//! The layers of a crate: which modules use which, read from the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The source files of a crate.
#[derive(Debug)]
pub struct Sources {
    folder: PathBuf,
    modules: Vec<Module>,
}

/// A source file, by its path of modules.
#[derive(Debug)]
#[non_exhaustive]
pub struct Module {
    /// The path from the root of the crate, such as `["domain", "payment"]`.
    pub path: Vec<String>,
    /// The content of the file.
    pub source: String,
}

impl Module {
    /// Returns the layer: the first segment of the path.
    pub fn layer(&self) -> &str {
        &self.path[0]
    }
}

impl Sources {
    /// Reads the sources of the crate with this manifest folder, without those of the layers in `except`.
    pub fn read(manifest_folder: &str, except: &[&str]) -> Self {
        let folder = Path::new(manifest_folder).join("src");
        let mut modules = Vec::new();
        let mut folders = vec![folder.clone()];
        while let Some(next) = folders.pop() {
            for entry in fs::read_dir(next).unwrap() {
                let path = entry.unwrap().path();
                match path.extension().and_then(|extension| extension.to_str()) {
                    None => folders.push(path),
                    Some("rs") => modules.push(module(&folder, &path)),
                    Some(_) => {}
                }
            }
        }
        modules.retain(|module| !except.contains(&module.layer()));
        Self { folder, modules }
    }

    /// Returns the modules, except those left out.
    pub fn modules(&self) -> &[Module] {
        &self.modules
    }

    /// Checks that every module uses only layers below its own, and returns the pairs of a layer and one that it uses.
    /// The layers are given from the bottom up; those in one row must not use each other.
    ///
    /// # Panics
    ///
    /// If a module uses a layer that is not below its own, or one that is not listed.
    pub fn check_layers(&self, layers: &[&[&str]]) -> BTreeSet<(String, String)> {
        let height = |layer: &str| layers.iter().position(|row| row.contains(&layer));
        let (mut arrows, mut violations) = (BTreeSet::new(), Vec::new());
        for module in &self.modules {
            for used in self.uses(module) {
                let (from, to) = (module.layer(), used[0].as_str());
                let is_down = height(to).is_some_and(|to| height(from) > Some(to));
                if from != to && !is_down {
                    violations.push(format!("{} uses {}", module.path.join("::"), used.join("::")));
                }
                arrows.insert((from.to_owned(), to.to_owned()));
            }
        }
        assert!(violations.is_empty(), "these are not below: {violations:#?}");
        arrows
    }

    /// Checks that no modules use each other, directly or through others.
    ///
    /// # Panics
    ///
    /// If some do.
    pub fn check_no_cycles(&self) {
        let names: BTreeSet<&[String]> = self.modules.iter().map(|module| module.path.as_slice()).collect();
        let file_of = |path: &[String]| {
            (1..=path.len()).rev().map(|length| path[..length].to_vec()).find(|path| names.contains(&path[..]))
        };
        let used_by = |module: &Module| {
            let used = self.uses(module);
            used.iter().filter_map(|path| file_of(path)).filter(|used| *used != module.path).collect()
        };
        let mut graph: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> =
            self.modules.iter().map(|module| (module.path.clone(), used_by(module))).collect();
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

    /// Returns the modules that a file uses by `crate::`, `super::` and `self::` paths, in its imports and elsewhere.
    /// Its unit tests are left out.
    fn uses(&self, module: &Module) -> BTreeSet<Vec<String>> {
        let source = module.source.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let code = source.lines().map(|line| line.split("//").next().unwrap_or_default());
        let code = code.collect::<Vec<_>>().join("\n");
        paths(&code).into_iter().filter_map(|path| self.resolve(module, &path)).collect()
    }

    /// Returns a path from the root of the crate; `None` for a path into another crate.
    fn resolve(&self, module: &Module, path: &[String]) -> Option<Vec<String>> {
        let own = &module.path;
        let is_root = fs::exists(self.folder.join(own.join("/")).join("mod.rs")).unwrap();
        let mut base = if is_root { own.clone() } else { own[..own.len() - 1].to_vec() };
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

fn module(folder: &Path, file: &Path) -> Module {
    let path = file.strip_prefix(folder).unwrap().with_extension("");
    let path = path.iter().map(|segment| segment.to_str().unwrap().to_owned());
    Module { path: path.filter(|segment| segment != "mod").collect(), source: fs::read_to_string(file).unwrap() }
}

/// Returns every path that starts with `crate::`, `super::` or `self::`, with groups in braces spelled out.
fn paths(code: &str) -> Vec<Vec<String>> {
    let starts = ["crate::", "super::", "self::"].into_iter().flat_map(|start| code.match_indices(start));
    let is_start = |index: &usize| {
        let before = code[..*index].chars().next_back();
        before.is_none_or(|character| !character.is_alphanumeric() && !['_', ':'].contains(&character))
    };
    starts.map(|(index, _)| index).filter(is_start).flat_map(|index| expand(&code[index..])).collect()
}

/// Returns the paths at the start of `code`: one, those of a group, or none for a macro, which is in no module.
fn expand(code: &str) -> Vec<Vec<String>> {
    let name =
        code.chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect::<String>();
    let rest = &code[name.len()..];
    if rest.starts_with('!') {
        return Vec::new();
    }
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

#[cfg(test)]
mod tests {
    use super::paths;

    #[test]
    fn paths_are_found_in_groups_and_outside_of_imports() {
        let code = "use crate::store::{\n    Table,\n    search::{self, Search},\n};\nlet x = super::super::error::NOT_FOUND; my_crate::a(); crate::b!();";
        let found: Vec<String> = paths(code).iter().map(|path| path.join("::")).collect();
        let expected = [
            "crate::store::Table",
            "crate::store::search::self",
            "crate::store::search::Search",
            "super::super::error::NOT_FOUND",
        ];
        assert_eq!(found, expected);
    }
}
