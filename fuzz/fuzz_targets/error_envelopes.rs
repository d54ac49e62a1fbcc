//! Drives [`craftgate_fuzz::error_envelopes`].
#![cfg_attr(fuzzing, no_main)]
craftgate_fuzz::target!(error_envelopes);
