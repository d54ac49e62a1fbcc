//! Drives [`craftgate_fuzz::emulator`].
#![cfg_attr(fuzzing, no_main)]
craftgate_fuzz::target!(emulator);
