//! The header is what cbindgen makes of the sources.

use std::path::Path;

#[test]
fn the_header_is_current() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = cbindgen::Config::from_file(folder.join("cbindgen.toml")).unwrap();
    let mut generated = Vec::new();
    cbindgen::generate_with_config(folder, config).unwrap().write(&mut generated);
    let generated = String::from_utf8(generated).unwrap();
    let header = folder.join("include/craftgate.h");
    if std::env::var_os("CRAFTGATE_WRITE_HEADER").is_some() {
        std::fs::write(&header, &generated).unwrap();
    }
    let current = std::fs::read_to_string(header).unwrap();
    assert!(current == generated, "include/craftgate.h is stale: run the test with CRAFTGATE_WRITE_HEADER=1");
}
