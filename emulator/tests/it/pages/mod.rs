//! The pages that a person clicks, without a browser: their HTML, and what their forms do.

mod browser;
mod three_ds;
mod any_form;
