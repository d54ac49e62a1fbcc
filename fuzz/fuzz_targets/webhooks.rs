//! Drives [`craftgate_fuzz::webhooks`].
#![cfg_attr(fuzzing, no_main)]
craftgate_fuzz::target!(webhooks);
