//! The layers of the crate: each one uses only those below it.

use craftgate_test_support::layers::Sources;

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

fn sources() -> Sources {
    Sources::read(env!("CARGO_MANIFEST_DIR"), &COMMAND)
}

#[test]
fn every_module_uses_only_the_layers_below_it() {
    let arrows = sources().check_layers(&LAYERS);
    for (from, to) in [("emulator", "http"), ("http", "handlers"), ("handlers", "domain"), ("domain", "store")] {
        assert!(arrows.contains(&(from.to_owned(), to.to_owned())), "no arrow from {from} to {to} was found");
    }
}

#[test]
fn no_modules_use_each_other() {
    sources().check_no_cycles();
}

#[test]
fn the_emulator_and_the_state_have_methods_in_few_places() {
    for module in sources().modules() {
        let is_public_face = ["emulator", "simulate"].contains(&module.layer());
        assert!(is_public_face || !module.source.contains("\nimpl Emulator {"), "{}", module.path.join("::"));
        let is_state = module.path == ["domain", "state"];
        assert!(is_state || !module.source.contains("\nimpl State {"), "{}", module.path.join("::"));
    }
}
