//! Writes the corpora as libFuzzer reads them: `fuzz/learned/<target>/<name>`, a file for each seed.

use std::path::Path;
use std::{fs, io};

use craftgate_fuzz::{TARGETS, seeds};

fn main() -> io::Result<()> {
    let learned = Path::new(env!("CARGO_MANIFEST_DIR")).join("learned");
    for (target, _) in TARGETS {
        let folder = learned.join(target);
        fs::create_dir_all(&folder)?;
        for seed in seeds(target)? {
            fs::write(folder.join(seed.name), seed.data)?;
        }
    }
    println!("{}", learned.display());
    Ok(())
}
