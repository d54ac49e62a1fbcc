//! Tests of the emulator's pages in a real browser. They need `chromium` and `chromedriver`:
//!
//! ```sh
//! cargo test -p craftgate-browser-tests --features browser
//! ```
//!
//! What the browser shows at the end of each step is kept as a picture in `target/screenshots`.
