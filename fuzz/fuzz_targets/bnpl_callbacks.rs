//! Drives [`craftgate_fuzz::bnpl_callbacks`].
#![cfg_attr(fuzzing, no_main)]
craftgate_fuzz::target!(bnpl_callbacks);
