//! Drives [`craftgate_fuzz::urls`].
#![cfg_attr(fuzzing, no_main)]
craftgate_fuzz::target!(urls);
