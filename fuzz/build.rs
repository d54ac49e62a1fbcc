//! Generates `with_every_operation!`, which hands the operations of the catalog to a macro.

use std::path::Path;
use std::{env, fs};

const CATALOG: &str = "../core/tests/it/data/operations.json";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed={CATALOG}");
    let operations: Vec<serde_json::Value> = serde_json::from_slice(&fs::read(CATALOG)?)?;
    let names: Option<Vec<&str>> = operations.iter().map(|entry| entry["operation"].as_str()).collect();
    let names = names.ok_or("an entry of the catalog has no name")?.join(", ");
    let list = format!("macro_rules! with_every_operation {{ ($all:ident) => {{ $all! {{ {names} }} }}; }}");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("every_operation.rs"), list)?;
    Ok(())
}
