//! Drives [`craftgate_fuzz::money`].
#![cfg_attr(fuzzing, no_main)]
craftgate_fuzz::target!(money);
