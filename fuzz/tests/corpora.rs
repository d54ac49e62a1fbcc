//! Replays every corpus, and holds the corpora to their form.
#![allow(clippy::unwrap_used, reason = "a failing helper fails its test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use craftgate_fuzz::TARGETS;

const MAX_FILES: usize = 40;
const MAX_BYTES: u64 = 100 << 10;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

fn names(folder: &Path) -> BTreeSet<String> {
    entries(folder).iter().map(|path| name(path).to_owned()).collect()
}

/// The files of a target's corpus.
fn inputs(target: &str) -> Vec<PathBuf> {
    let inputs = entries(&folder("corpus").join(target));
    assert!(inputs.iter().all(|input| input.is_file()), "a folder in the corpus of {target}");
    assert!(inputs.len() >= 3, "the corpus of {target} has {} files", inputs.len());
    inputs
}

#[test]
fn every_input_passes_its_target() {
    for (target, check) in TARGETS {
        let fails = |input: &PathBuf| {
            let data = fs::read(input).unwrap();
            std::panic::catch_unwind(|| check(&data)).is_err()
        };
        let failed: Vec<PathBuf> = inputs(target).into_iter().filter(fails).collect();
        assert!(failed.is_empty(), "{failed:#?}");
    }
}

#[test]
fn every_target_has_a_binary_and_a_corpus_and_nothing_else_has() {
    let targets: BTreeSet<String> = TARGETS.iter().map(|(target, _)| (*target).to_owned()).collect();
    let sources: BTreeSet<String> = targets.iter().map(|target| format!("{target}.rs")).collect();
    assert_eq!(names(&folder("fuzz_targets")), sources);
    assert_eq!(names(&folder("corpus")), targets);
    let manifest = include_str!("../Cargo.toml");
    for target in targets {
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{target}.rs\"")), "{target} is not built");
        let source = fs::read_to_string(folder("fuzz_targets").join(format!("{target}.rs"))).unwrap();
        assert!(source.contains(&format!("target!({target});")), "{target}.rs runs another target");
    }
}

/// libFuzzer names its files by hashes. If it wrote them into a corpus, the corpus was the first folder on its command line.
#[test]
fn every_input_has_a_readable_name() {
    let is_hash = |name: &str| name.len() == 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
    for (target, _) in TARGETS {
        for input in inputs(target) {
            let name = name(&input);
            assert!(!is_hash(name) && name.bytes().all(is_plain), "{target}/{name} needs a name that says what it is");
        }
    }
}

#[test]
fn no_corpus_outgrows_its_limits() {
    for (target, _) in TARGETS {
        let inputs = inputs(target);
        let bytes: u64 = inputs.iter().map(|input| fs::metadata(input).unwrap().len()).sum();
        assert!(inputs.len() <= MAX_FILES && bytes <= MAX_BYTES, "{target}: {} files, {bytes} bytes", inputs.len());
    }
}
