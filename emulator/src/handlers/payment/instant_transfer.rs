//! The banks for instant transfers: those that issued test cards.

use craftgate_core::payment::{InstantTransferBank, InstantTransferBanks, RetrieveInstantTransferBanks};

use crate::context::Context;
use crate::refusal::Refusal;
use crate::test_cards::BANKS;

pub(crate) fn banks(_: &mut Context<'_>, _: RetrieveInstantTransferBanks) -> Result<InstantTransferBanks, Refusal> {
    let mut banks = InstantTransferBanks::new();
    banks.items = BANKS
        .iter()
        .map(|bank| {
            let mut item = InstantTransferBank::new();
            item.bank_code = Some(bank.code.to_string());
            item.bank_name = Some(bank.name.to_owned());
            item
        })
        .collect();
    Ok(banks)
}
