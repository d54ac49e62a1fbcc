//! Drives [`craftgate_fuzz::date_times`].
#![cfg_attr(fuzzing, no_main)]
craftgate_fuzz::target!(date_times);
