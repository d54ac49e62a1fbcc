//! Drives [`craftgate_fuzz::stored_operations`].
#![cfg_attr(fuzzing, no_main)]
craftgate_fuzz::target!(stored_operations);
