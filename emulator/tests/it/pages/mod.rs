//! The pages that a person clicks, without a browser: their HTML, and what their forms do.

mod any_form;
mod browser;
mod checkout;
mod methods;
mod other_pages;
mod panel;
mod three_ds;

pub(crate) use panel::SECTIONS;
