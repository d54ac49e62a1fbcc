//! Every input that ever taught something keeps every promise.
#![allow(clippy::unwrap_used, reason = "a failing helper fails its test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use craftgate_fuzz::SUBJECTS;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn names(folder: &Path) -> BTreeSet<String> {
    entries(folder).iter().map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
}

#[test]
fn every_corpus_keeps_its_promises() {
    for (name, subject) in SUBJECTS {
        let inputs = entries(&folder("corpus").join(name));
        assert!(inputs.len() >= 3, "the corpus of {name} is hardly one");
        let breaks = |input: &&PathBuf| {
            let data = fs::read(input).unwrap();
            std::panic::catch_unwind(|| subject(&data)).is_err()
        };
        let broken: Vec<&PathBuf> = inputs.iter().filter(breaks).collect();
        assert!(broken.is_empty(), "{broken:#?}");
    }
}

#[test]
fn every_subject_has_a_target_and_a_corpus_and_nothing_else_has() {
    let subjects: BTreeSet<String> = SUBJECTS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names(&folder("fuzz_targets")), subjects);
    assert_eq!(names(&folder("corpus")), subjects);
    let manifest = include_str!("../Cargo.toml");
    for name in subjects {
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name} is not built");
        let target = fs::read_to_string(folder("fuzz_targets").join(format!("{name}.rs"))).unwrap();
        assert!(target.contains(&format!("target!({name});")), "{name} drives something else");
    }
}

#[test]
fn no_corpus_grows_beyond_what_a_repository_should_hold() {
    let size = |path: &PathBuf| fs::metadata(path).unwrap().len();
    let mut total = 0;
    for (name, _) in SUBJECTS {
        let inputs = entries(&folder("corpus").join(name));
        let bytes: u64 = inputs.iter().map(size).sum();
        assert!(inputs.len() <= 200 && bytes <= 300 << 10, "{name}: {} files, {bytes} bytes", inputs.len());
        total += bytes;
    }
    assert!(total < 2_000_000, "{total} bytes");
}
