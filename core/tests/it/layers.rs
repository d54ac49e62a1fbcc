//! The layers of the crate: each one uses only those below it.

use craftgate_test_support::layers::Sources;

/// The layers from the bottom up. Those in one row must not use each other. What a macro's rows expand to is used where
/// they stand.
const LAYERS: [&[&str]; 9] = [
    &["macros"],
    &["encoding", "wire"],
    &["protocol"],
    &["transport"],
    &["api"],
    &["callback", "resolution", "webhook"],
    &["client"],
    &["catalog", "paging"],
    &["lib"],
];

#[test]
fn every_module_uses_only_the_layers_below_it() {
    let arrows = Sources::read(env!("CARGO_MANIFEST_DIR"), &["macros"]).check_layers(&LAYERS);
    for (from, to) in [("client", "resolution"), ("callback", "api"), ("api", "protocol"), ("protocol", "wire")] {
        assert!(arrows.contains(&(from.to_owned(), to.to_owned())), "no arrow from {from} to {to} was found");
    }
}

/// But for those of the catalog: an operation has its description, and a description reads operations.
#[test]
fn no_modules_use_each_other() {
    Sources::read(env!("CARGO_MANIFEST_DIR"), &["macros", "catalog"]).check_no_cycles();
}
