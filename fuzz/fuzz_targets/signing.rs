//! Drives [`craftgate_fuzz::signing`].
#![cfg_attr(fuzzing, no_main)]
craftgate_fuzz::target!(signing);
