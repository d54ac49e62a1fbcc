//! Drives [`craftgate_fuzz::c_api`].
#![cfg_attr(fuzzing, no_main)]
craftgate_fuzz::target!(c_api);
