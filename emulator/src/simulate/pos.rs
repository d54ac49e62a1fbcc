//! The settings of the merchant's POS that the panel has and the API lacks.

use craftgate_core::onboarding::Status;
use craftgate_core::webhook::{AutopilotPayload, WebhookEventType, WebhookStatus};

use crate::emulator::Emulator;

impl Emulator {
    /// Sets whether a POS charges a card once its holder is authenticated (3D Pay), without a completion by the merchant
    /// (3D Model, the default). The alias of the first POS is `emulator`. Returns false if there is no such POS.
    pub fn set_three_ds_pay(&self, pos_alias: &str, is_three_ds_pay: bool) -> bool {
        self.with_context(|context| context.state.pos.set_three_ds_pay(pos_alias, is_three_ds_pay))
    }

    /// Opens or closes a POS, as Craftgate's autopilot does depending on the rate of successful payments, and notifies
    /// the merchant. Returns false if there is no such POS.
    pub fn set_autopilot(&self, pos_alias: &str, is_up: bool) -> bool {
        self.with_context(|context| {
            let Some(pos) = context.state.pos.set_autopilot(pos_alias, is_up) else { return false };
            let status = if is_up { Status::Active } else { Status::Passive };
            let mut payload = AutopilotPayload::new();
            payload.pos_alias = pos.alias.clone();
            payload.pos_name = pos.name.clone();
            payload.three_ds_status = Some(status.clone());
            payload.non_three_ds_status = Some(status);
            payload.notifications_enabled = Some(true);
            context.emit_event_with(WebhookEventType::Autopilot, WebhookStatus::Success, pos_alias, &payload);
            true
        })
    }
}
