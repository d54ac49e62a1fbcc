//! The files that are generated from the catalog are current: the list of every operation, and the porting table.
//!
//! `UPDATE=1 cargo test -p craftgate-core --test it generated` writes them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use craftgate_test_support::catalog;

/// The names of the operations, such as `payment::CreatePayment`, in the catalog's order.
fn names() -> Vec<&'static str> {
    let names: Vec<&str> = catalog::list().iter().map(|entry| entry["operation"].as_str().unwrap()).collect();
    assert_eq!(names.len(), catalog::operations().len(), "the catalog has a duplicate operation");
    names
}

/// Fails if a file of the core has other content than the generated one. With `UPDATE=1` in the environment, writes it.
#[track_caller]
#[expect(clippy::disallowed_methods, reason = "the core has no I/O, but this test updates its sources")]
fn assert_current(file: &str, current: &str, generated: &str) {
    if current == generated {
        return;
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(file), generated).unwrap();
        return;
    }
    let lines = current.lines().zip(generated.lines());
    let same = lines.take_while(|(current, generated)| current == generated).count();
    panic!(
        "core/{file} is stale from line {}: run `UPDATE=1 cargo test -p craftgate-core --test it generated`",
        same + 1
    );
}

#[test]
fn the_list_of_every_operation() {
    let mut list = String::from(
        "/// Hands every operation of the catalog to a macro; an operation's name is also its path in the crate.\n\
         #[doc(hidden)]\n\
         #[macro_export]\n\
         macro_rules! with_every_operation {\n    \
             ($all:ident: $($function:ident)?) => {\n        \
                 $all! {\n            \
                     $($function:)?\n",
    );
    for name in names() {
        writeln!(list, "            {name},").unwrap();
    }
    list += "        }\n    };\n}\n";
    assert_current("src/api/every_operation.rs", include_str!("../../src/api/every_operation.rs"), &list);
}

#[test]
fn the_porting_table() {
    let methods: BTreeMap<String, Option<String>> =
        serde_json::from_str(include_str!("data/client_methods.json")).unwrap();
    let methods_of: Vec<&String> = methods.keys().collect();
    let in_catalog: Vec<&String> = catalog::operations().keys().collect();
    assert_eq!(methods_of, in_catalog, "core/tests/it/data/client_methods.json has other operations than the catalog");
    let table = include_str!("../../src/porting.md");
    let first = format!("| **{}** |", names()[0].split_once("::").unwrap().0);
    let introduction = table.find(&first).unwrap_or_else(|| panic!("core/src/porting.md has no row {first}"));

    let mut generated = table[..introduction].to_owned();
    let mut last_area = "";
    for name in names() {
        let (area, operation) = name.split_once("::").unwrap();
        if area != last_area {
            writeln!(generated, "| **{area}** | [`{area}`] |").unwrap();
            last_area = area;
        }
        let method = methods[name].as_ref().map_or("–".to_owned(), |method| format!("`{method}`"));
        writeln!(generated, "| {method} | [`{operation}`]({name}) |").unwrap();
    }
    assert_current("src/porting.md", table, &generated);
}
