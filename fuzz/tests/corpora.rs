//! Replays every corpus, and holds the corpora to their form.
#![allow(clippy::unwrap_used, reason = "a failing helper fails its test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use craftgate_fuzz::{Seed, TARGETS, seeds};

/// The seeds of all corpora: none is lost by a line that looks like another seed's name.
const SEEDS: usize = 429;
const MAX_SEEDS: usize = 40;
const MAX_BYTES: usize = 100 << 10;

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

/// The seeds of a target's corpus.
fn corpus(target: &str) -> Vec<Seed> {
    let seeds = seeds(target).unwrap();
    assert!(seeds.len() >= 3, "the corpus of {target} has {} seeds", seeds.len());
    seeds
}

#[test]
fn every_seed_passes_its_target() {
    let (mut count, mut failed) = (0, Vec::new());
    for (target, check) in TARGETS {
        let seeds = corpus(target);
        count += seeds.len();
        let fails = |seed: &Seed| std::panic::catch_unwind(|| check(&seed.data)).is_err();
        let failing = seeds.into_iter().filter(fails).map(|seed| format!("{target}: {}", seed.name));
        failed.extend(failing);
    }
    assert!(failed.is_empty(), "{failed:#?}");
    assert_eq!(count, SEEDS, "SEEDS is the number of seeds that are replayed");
}

#[test]
fn every_target_has_a_binary_and_a_corpus_and_nothing_else_has() {
    let targets: BTreeSet<String> = TARGETS.iter().map(|(target, _)| (*target).to_owned()).collect();
    let sources: BTreeSet<String> = targets.iter().map(|target| format!("{target}.rs")).collect();
    assert_eq!(names(&folder("fuzz_targets")), sources);
    assert_eq!(names(&folder("corpus")), targets.iter().map(|target| format!("{target}.seeds")).collect());
    let manifest = include_str!("../Cargo.toml");
    for target in targets {
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{target}.rs\"")), "{target} is not built");
        let source = fs::read_to_string(folder("fuzz_targets").join(format!("{target}.rs"))).unwrap();
        assert!(source.contains(&format!("target!({target});")), "{target}.rs runs another target");
    }
}

/// libFuzzer names its files by hashes. Two seeds of one name would be unpacked into one file.
#[test]
fn every_seed_has_a_readable_name_of_its_own() {
    let is_hash = |name: &str| name.len() == 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
    for (target, _) in TARGETS {
        let mut names = BTreeSet::new();
        for Seed { name, .. } in corpus(target) {
            assert!(
                !is_hash(&name) && name.bytes().all(is_plain),
                "{target}: {name} needs a name that says what it is"
            );
            assert!(names.insert(name.clone()), "{target}: {name} is the name of two seeds");
        }
    }
}

#[test]
fn no_corpus_outgrows_its_limits() {
    for (target, _) in TARGETS {
        let seeds = corpus(target);
        let bytes: usize = seeds.iter().map(|seed| seed.data.len()).sum();
        assert!(seeds.len() <= MAX_SEEDS && bytes <= MAX_BYTES, "{target}: {} seeds, {bytes} bytes", seeds.len());
    }
}
