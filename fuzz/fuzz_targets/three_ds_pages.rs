//! Drives [`craftgate_fuzz::three_ds_pages`].
#![cfg_attr(fuzzing, no_main)]
craftgate_fuzz::target!(three_ds_pages);
