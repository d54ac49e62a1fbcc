//! The merchant's virtual POS and their commissions.
//!
//! ```
//! use craftgate_core::merchant::{CreateMerchantPos, PosIntegrator, PosOperationType, PosUser, PosUserType};
//! use craftgate_core::{Currency, Secret};
//!
//! let user = PosUser::new("kullanıcı", Secret::from("parola"), PosUserType::Api, PosOperationType::Standard);
//! let pos = CreateMerchantPos::new("Mağaza POS'u", Currency::Try, PosIntegrator::Garanti, [user])
//!     .terminal_id("30691298")
//!     .enable_installment(true);
//!
//! assert!(!format!("{pos:?}").contains("parola"));
//! ```

mod commission;
mod integrator;
mod pos;
mod user;

pub use commission::{
    PosCommission, RetrieveMerchantPosCommissions, UpdateMerchantPosCommissions, UpdatePosCommission,
};
pub use integrator::PosIntegrator;
pub use pos::{
    AutopilotState, CreateMerchantPos, DeleteMerchantPos, PaymentAuthenticationType, Pos, PosStatus,
    RetrieveMerchantPos, SearchMerchantPoses, UpdateMerchantPos, UpdateMerchantPosStatus,
};
pub use user::{PosOperationType, PosUser, PosUserType};
