//! What holds whatever merchants, customers, banks and networks do, in any order.
//!
//! Customers click: they fill in a form of a page that they see, press one of its buttons, and follow where it leads.

mod clicks;
mod html;
mod invariants;
mod isolation;
mod money;
mod step;
mod world;
