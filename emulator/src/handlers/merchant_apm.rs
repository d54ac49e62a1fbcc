//! The alternative payment methods of the merchant: a handful, in Turkish lira.

use craftgate_core::id::MerchantApmId;
use craftgate_core::merchant_apm::{MerchantApm, RetrieveMerchantApms};
use craftgate_core::onboarding::Status;
use craftgate_core::payment::ApmType;
use craftgate_core::{Currency, Page};

use crate::domain::context::Context;
use crate::error::ApiError;

const APMS: [ApmType; 6] =
    [ApmType::Papara, ApmType::Sodexo, ApmType::Edenred, ApmType::Metropol, ApmType::InstantTransfer, ApmType::Maslak];

pub(crate) fn retrieve(_: &mut Context<'_>, _: RetrieveMerchantApms) -> Result<Page<MerchantApm>, ApiError> {
    let apms = (1..).zip(APMS).map(|(id, apm_type)| {
        let mut apm = MerchantApm::new(MerchantApmId::new(id));
        apm.status = Some(Status::Active);
        apm.name = Some(format!("Emülatör {apm_type}"));
        apm.apm_type = Some(apm_type);
        apm.supported_currencies = vec![Currency::Try];
        apm
    });
    Ok(Page::new(apms.collect::<Vec<_>>()))
}
