//! The customer of Masterpass.

use crate::emulator::Emulator;

impl Emulator {
    /// Gives the customer's consent to use the cards of the Masterpass account with this telephone number at this merchant.
    /// The customer gives it at the first payment, on a checkout page or in Masterpass's own script. Until then, checkout
    /// pages with this `masterpass_gsm_number` reject the account's cards, unless `masterpass_user_id` is set: then the
    /// account was linked outside Craftgate.
    ///
    /// ```
    /// use craftgate_core::masterpass::CheckMasterpassUser;
    /// use craftgate_emulator::Emulator;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = Emulator::new();
    /// emulator.link_masterpass_account("905551112233");
    ///
    /// let user = emulator.client()?.call(&CheckMasterpassUser::new("905551112233")).send()?;
    /// assert_eq!(user.is_masterpass_account_linked_with_merchant, Some(true));
    /// # Ok(())
    /// # }
    /// ```
    pub fn link_masterpass_account(&self, gsm_number: impl Into<String>) {
        let gsm_number = gsm_number.into();
        self.with_context(|context| context.state.linked_masterpass_accounts.insert(gsm_number));
    }
}
