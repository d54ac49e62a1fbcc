//! Drives [`craftgate_fuzz::seed_files`].
#![cfg_attr(fuzzing, no_main)]
craftgate_fuzz::target!(seed_files);
