//! Fuzz targets for everything that reads bytes from outside: one file a target, each with one function that takes any
//! bytes and panics where a guarantee is broken.
//!
//! The functions are plain Rust. libFuzzer drives them (`fuzz_targets/`), and so do the workspace's tests, which
//! replay the corpora (`tests/corpora.rs`). They compare with the reference implementations in `src/reference`, which
//! are written from the formats' descriptions and share no code with what they check.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "an oracle panics where a guarantee is broken"
)]
#![allow(clippy::indexing_slicing, reason = "an oracle panics where a guarantee is broken")]

mod bnpl_callbacks;
mod c_api;
mod callbacks;
mod control_calls;
mod date_times;
mod emulator;
mod emulator_requests;
mod error_envelopes;
mod input;
mod ledger;
mod money;
mod mutate;
mod operations;
mod page_forms;
mod raw_http;
mod reference;
mod responses;
mod seed_files;
mod seeds;
mod signature;
mod signing;
mod stored_operations;
mod three_ds_pages;
mod urls;
mod webhooks;

pub use bnpl_callbacks::bnpl_callbacks;
pub use c_api::c_api;
pub use callbacks::callbacks;
pub use control_calls::control_calls;
pub use date_times::date_times;
pub use emulator::emulator;
pub use emulator_requests::emulator_requests;
pub use error_envelopes::error_envelopes;
pub use money::money;
pub use page_forms::page_forms;
pub use raw_http::raw_http;
pub use responses::responses;
pub use seed_files::seed_files;
pub use seeds::{Seed, seeds};
pub use signing::signing;
pub use stored_operations::stored_operations;
pub use three_ds_pages::three_ds_pages;
pub use urls::urls;
pub use webhooks::webhooks;

/// A fuzz target: takes any bytes, and panics where a guarantee is broken.
pub type Target = fn(&[u8]);

/// Every target by its name, which is also the name of its corpus.
pub const TARGETS: &[(&str, Target)] = &[
    ("bnpl_callbacks", bnpl_callbacks),
    ("c_api", c_api),
    ("callbacks", callbacks),
    ("control_calls", control_calls),
    ("date_times", date_times),
    ("emulator", emulator),
    ("emulator_requests", emulator_requests),
    ("error_envelopes", error_envelopes),
    ("money", money),
    ("page_forms", page_forms),
    ("raw_http", raw_http),
    ("responses", responses),
    ("seed_files", seed_files),
    ("signing", signing),
    ("stored_operations", stored_operations),
    ("three_ds_pages", three_ds_pages),
    ("urls", urls),
    ("webhooks", webhooks),
];

/// The `main` of a target: libFuzzer's under cargo-fuzz, otherwise one that runs the target on each file it is given.
#[macro_export]
macro_rules! target {
    ($target:ident) => {
        #[cfg(fuzzing)]
        ::libfuzzer_sys::fuzz_target!(|data: &[u8]| $crate::$target(data));

        #[cfg(not(fuzzing))]
        fn main() -> ::std::io::Result<()> {
            ::std::env::args_os().skip(1).try_for_each(|path| ::std::fs::read(path).map(|data| $crate::$target(&data)))
        }
    };
}
