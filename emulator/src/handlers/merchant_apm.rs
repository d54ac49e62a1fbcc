//! The alternative payment methods of the merchant.

use craftgate_core::Page;
use craftgate_core::merchant_apm::{MerchantApm, RetrieveMerchantApms};

use crate::domain::context::Context;
use crate::error::ApiError;

pub(crate) fn retrieve(context: &mut Context<'_>, _: RetrieveMerchantApms) -> Result<Page<MerchantApm>, ApiError> {
    Ok(Page::new(context.state.merchant_apms.all()))
}
