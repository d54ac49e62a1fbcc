//! Drives [`craftgate_fuzz::callbacks`].
#![cfg_attr(fuzzing, no_main)]
craftgate_fuzz::target!(callbacks);
