//! Money that is sent to bank accounts: the rows of payout files.

use chrono::NaiveDateTime;
use craftgate_core::id::{MemberId, PayoutId, SettlementFileId};
use craftgate_core::settlement_reporting::{BounceStatus, FileStatus, PayoutDetail, SettlementType};
#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

use crate::error::{ErrorDef, PAYOUT_NOT_FOUND};
use crate::store::{NoKey, Record};

/// A row of a payout file.
#[derive(Clone)]
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub(crate) struct PayoutRecord {
    pub(crate) id: PayoutId,
    pub(crate) settlement_file_id: SettlementFileId,
    pub(crate) settlement_type: SettlementType,
    pub(crate) file_status: FileStatus,
    pub(crate) created_date: NaiveDateTime,
    pub(crate) updated_date: NaiveDateTime,
    /// The seller, or the member of a withdraw; `None` for the merchant.
    pub(crate) member_id: Option<MemberId>,
    pub(crate) detail: PayoutDetail,
}

impl Record for PayoutRecord {
    type Id = PayoutId;

    type Key = NoKey;

    const NOT_FOUND: ErrorDef = PAYOUT_NOT_FOUND;

    fn id(&self) -> PayoutId {
        self.id
    }
}

impl PayoutRecord {
    /// Returns true if the money arrived.
    pub(crate) fn is_completed(&self) -> bool {
        let arrived = [BounceStatus::NotBounced, BounceStatus::PayoutCompleted];
        self.file_status == FileStatus::Approved
            && self.detail.bounce_status.as_ref().is_none_or(|status| arrived.contains(status))
    }

    /// Returns true if the money arrived, and the bank can still send it back.
    pub(crate) fn can_bounce(&self) -> bool {
        self.is_completed() && self.detail.bounce_status != Some(BounceStatus::PayoutCompleted)
    }

    pub(crate) fn has_bounced(&self) -> bool {
        self.detail.bounce_status == Some(BounceStatus::Bounced)
    }
}
