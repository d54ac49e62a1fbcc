//! Drives [`craftgate_fuzz::page_forms`].
#![cfg_attr(fuzzing, no_main)]
craftgate_fuzz::target!(page_forms);
