//! What is promised of bytes from outside: one file a subject, each with one function that takes any bytes and
//! stops where a promise is broken.
//!
//! The functions are plain Rust. libFuzzer drives them (`fuzz_targets/`), and so do the workspace's tests, which
//! replay the corpora (`tests/corpora_replay.rs`). What they compare with is in `src/reference`: second readings of
//! the same formats, written from the formats' descriptions and not from the code that they judge.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "an oracle stops where a promise is broken")]
#![allow(clippy::indexing_slicing, reason = "an oracle stops where a promise is broken")]

mod books;
mod callbacks;
mod date_times;
mod emulator;
mod emulator_requests;
mod error_envelopes;
mod money;
mod operations;
mod raw_http;
mod reference;
mod responses;
mod signed;
mod signing;
mod stored_operations;
mod tampering;
mod texts;
mod three_ds_pages;
mod urls;
mod webhooks;

pub use callbacks::callbacks;
pub use date_times::date_times;
pub use emulator::emulator;
pub use emulator_requests::emulator_requests;
pub use error_envelopes::error_envelopes;
pub use money::money;
pub use raw_http::raw_http;
pub use responses::responses;
pub use signing::signing;
pub use stored_operations::stored_operations;
pub use three_ds_pages::three_ds_pages;
pub use urls::urls;
pub use webhooks::webhooks;

/// Holds a subject's promises against one input.
pub type Subject = fn(&[u8]);

/// Every subject by the name of its target and its corpus.
pub const SUBJECTS: &[(&str, Subject)] = &[
    ("callbacks", callbacks),
    ("date_times", date_times),
    ("emulator", emulator),
    ("emulator_requests", emulator_requests),
    ("error_envelopes", error_envelopes),
    ("money", money),
    ("raw_http", raw_http),
    ("responses", responses),
    ("signing", signing),
    ("stored_operations", stored_operations),
    ("three_ds_pages", three_ds_pages),
    ("urls", urls),
    ("webhooks", webhooks),
];

/// The `main` of a target: libFuzzer's under cargo-fuzz, otherwise one that replays the files it is given.
#[macro_export]
macro_rules! target {
    ($subject:ident) => {
        #[cfg(fuzzing)]
        ::libfuzzer_sys::fuzz_target!(|data: &[u8]| $crate::$subject(data));

        #[cfg(not(fuzzing))]
        fn main() -> ::std::io::Result<()> {
            ::std::env::args_os().skip(1).try_for_each(|path| ::std::fs::read(path).map(|data| $crate::$subject(&data)))
        }
    };
}
