//! The settings of the merchant's POS that the panel has and the API lacks.

use crate::emulator::Emulator;

impl Emulator {
    /// Sets whether a POS charges a card once its holder is authenticated (3D Pay), without a completion by the merchant
    /// (3D Model, the default). The alias of the first POS is `emulator`. Returns false if there is no such POS.
    pub fn set_three_ds_pay(&self, pos_alias: &str, is_three_ds_pay: bool) -> bool {
        self.with_context(|context| context.state.pos.set_three_ds_pay(pos_alias, is_three_ds_pay))
    }
}
