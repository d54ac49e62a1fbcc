//! Drives [`craftgate_fuzz::raw_http`].
#![cfg_attr(fuzzing, no_main)]
craftgate_fuzz::target!(raw_http);
