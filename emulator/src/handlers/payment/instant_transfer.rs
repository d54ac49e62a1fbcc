//! The banks for instant transfers: those that issued test cards.

use craftgate_core::payment::{InstantTransferBank, InstantTransferBanks, RetrieveInstantTransferBanks};

use crate::domain::context::Context;
use crate::domain::test_cards::BANKS;
use crate::error::ApiError;

pub(crate) fn banks(_: &mut Context<'_>, _: RetrieveInstantTransferBanks) -> Result<InstantTransferBanks, ApiError> {
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
