//! Calls through files: results keep their types, requests are sent at most once, malformed files are reported.

mod at_most_once;
mod file_permissions;
mod malformed_entries;
mod results;
mod support;
