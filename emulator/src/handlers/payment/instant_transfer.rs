//! The banks for instant transfers: those that issued test cards.

use craftgate_core::payment::{InstantTransferBank, InstantTransferBanks, RetrieveInstantTransferBanks};

use crate::domain::context::Context;
use crate::domain::test_cards::banks;
use crate::error::ApiError;

pub(crate) fn retrieve(_: &mut Context<'_>, _: RetrieveInstantTransferBanks) -> Result<InstantTransferBanks, ApiError> {
    let items = banks().map(|(code, name)| {
        let mut item = InstantTransferBank::new();
        item.bank_code = Some(code.to_string());
        item.bank_name = Some(name.to_owned());
        item
    });
    let mut response = InstantTransferBanks::new();
    response.items = items.collect();
    Ok(response)
}
