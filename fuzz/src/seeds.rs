//! The seeds of the corpora: `corpus/<target>.seeds` has them one after another, each below a line `== name`.

use std::path::Path;
use std::{fs, io};

use crate::input;

/// What a line with a seed's name begins with.
const MARK: &str = "== ";

/// An input of a corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Seed {
    /// What the input is, such as `duplicate-hash`.
    pub name: String,
    /// The input.
    pub data: Vec<u8>,
}

/// Returns the seeds of a target's corpus.
///
/// # Errors
///
/// Fails if the corpus cannot be read, or does not begin with a seed's name.
pub fn seeds(target: &str) -> io::Result<Vec<Seed>> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(format!("{target}.seeds"));
    parse(&fs::read(corpus)?).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, format!("{target}.seeds")))
}

fn parse(corpus: &[u8]) -> Option<Vec<Seed>> {
    let first = corpus.strip_prefix(MARK.as_bytes())?;
    let separator = format!("\n{MARK}");
    input::split(first, separator.as_bytes()).map(seed).collect()
}

/// Splits a seed's name from its data.
fn seed(bytes: &[u8]) -> Option<Seed> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let name = std::str::from_utf8(bytes.get(..end)?).ok()?.to_owned();
    Some(Seed { name, data: bytes.get(end + 1..)?.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_stand_below_their_names() {
        let seed = |name: &str, data: &[u8]| Seed { name: name.to_owned(), data: data.to_vec() };
        let corpus = b"== empty\n\n== line-ends\n\r\n\n\n== binary\n\0\xFF==\n==x\n== last\n{}";
        let seeds =
            [seed("empty", b""), seed("line-ends", b"\r\n\n"), seed("binary", b"\0\xFF==\n==x"), seed("last", b"{}")];
        assert_eq!(parse(corpus).unwrap(), seeds);
        for corpus in ["", "{}", "\n== a\n", "== a", "== a\n\n== b"] {
            assert_eq!(parse(corpus.as_bytes()), None, "{corpus:?}");
        }
    }
}
