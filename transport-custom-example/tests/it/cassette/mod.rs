//! Record and replay: secrets are redacted, results keep their types, mismatches are reported with their position.

mod catalog;
mod mismatches;
mod personal_data;
mod playback;
mod redaction;
mod support;
