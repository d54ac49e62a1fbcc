//! The customer's input on the tab of another method than a card.

use craftgate_core::Secret;
use craftgate_core::payment::PaymentMethod;

use crate::domain::page_method::EnteredAccount;

/// The customer's input on a checkout page to pay by another method than a card.
///
/// ```
/// use craftgate_core::payment::PaymentMethod;
/// use craftgate_emulator::MethodEntry;
///
/// let edenred = MethodEntry::new(PaymentMethod::Edenred).account("6036819041742253");
/// let pluxee = MethodEntry::new(PaymentMethod::Sodexo).account("5551112233").code("843195");
/// let papara = MethodEntry::from(PaymentMethod::Papara);
/// # let _ = (edenred, pluxee, papara);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct MethodEntry {
    method: PaymentMethod,
    account: Option<Secret>,
    code: Option<Secret>,
    pub(super) installment: i32,
}

impl MethodEntry {
    /// Creates the input for a method, without an account.
    pub fn new(method: PaymentMethod) -> Self {
        Self { method, account: None, code: None, installment: 1 }
    }

    /// Sets the account: the card number of Edenred, iWallet, Setcard or Metropol, the telephone number of Pluxee, or the
    /// last four digits of a card of Masterpass.
    pub fn account(mut self, account: impl Into<Secret>) -> Self {
        self.account = Some(account.into());
        self
    }

    /// Sets the code that Pluxee's application shows: 843195. Other methods request their code later, in
    /// [`enter_provider_code`](crate::Emulator::enter_provider_code).
    pub fn code(mut self, code: impl Into<Secret>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// Sets the number of installments of a card of Masterpass.
    pub fn installment(mut self, installment: i32) -> Self {
        self.installment = installment;
        self
    }

    pub(super) fn entered(&self) -> EnteredAccount<'_> {
        EnteredAccount { method: &self.method, account: self.account.as_ref(), code: self.code.as_ref() }
    }
}

impl From<PaymentMethod> for MethodEntry {
    fn from(method: PaymentMethod) -> Self {
        Self::new(method)
    }
}

impl From<&PaymentMethod> for MethodEntry {
    fn from(method: &PaymentMethod) -> Self {
        Self::new(method.clone())
    }
}
