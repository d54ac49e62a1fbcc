//! Drives [`craftgate_fuzz::emulator_requests`].
#![cfg_attr(fuzzing, no_main)]
craftgate_fuzz::target!(emulator_requests);
