//! Drives [`craftgate_fuzz::responses`].
#![cfg_attr(fuzzing, no_main)]
craftgate_fuzz::target!(responses);
