//! Drives [`craftgate_fuzz::control_calls`].
#![cfg_attr(fuzzing, no_main)]
craftgate_fuzz::target!(control_calls);
