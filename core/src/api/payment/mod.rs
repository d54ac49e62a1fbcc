//! Payments: taking, retrieving, 3D Secure, capturing, refunding, storing cards.
//!
//! | to | start at |
//! |---|---|
//! | take a payment from a card | [`CreatePayment`], [`RetrievePayment`] |
//! | take it with 3D Secure | [`InitThreeDsPayment`], [`callback::verify`](crate::callback::verify), [`CompleteThreeDsPayment`] |
//! | take it on Craftgate's page | [`InitCheckoutPayment`], [`RetrieveCheckoutPayment`], [`ExpectedPayment`] |
//! | take it by an alternative payment method | [`InitApmPayment`], [`CompleteApmPayment`], [`apm_params`] |
//! | take it in a bank's wallet | [`InitPosApmPayment`], [`InitGarantiPayPayment`] |
//! | take it by a shopping loan | [`RetrieveBnplPaymentOffers`], [`InitBnplPayment`], [`VerifyBnplPayment`] |
//! | take it in several parts | [`InitMultiPayment`] |
//! | hold money and take it later | [`CreatePayment::payment_phase`], [`PostAuthPayment`] |
//! | give money back | [`RefundPayment`], [`RefundPaymentTransaction`] |
//! | approve sellers' lines | [`ApprovePaymentTransactions`], [`UpdatePaymentTransaction`] |
//! | store cards | [`StoreCard`], [`SearchStoredCards`], [`Card::stored`] |
//! | use points and rewards | [`RetrieveLoyalties`], [`Card::loyalty`] |
//! | fill a wallet | [`CreateDepositPayment`], [`InitThreeDsDepositPayment`] |
//!
//! ```
//! use craftgate_core::payment::{Amounts, Card, CreatePayment, PaymentItem};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation};
//!
//! let payment = CreatePayment::new(
//!     Amounts::same(Decimal::new(100_00, 2)),
//!     Currency::Try,
//!     1,
//!     [PaymentItem::new(Decimal::new(100_00, 2)).name("Çift kişilik nevresim")],
//! )
//! .card(Card::new("Gülşah Işık", "5258640000000001", "2044", "07", "000"))
//! .conversation_id("order-17");
//!
//! assert_eq!(payment.path().unwrap(), "/payment/v1/card-payments");
//! ```

pub mod apm_params;

mod apm;
mod apple_pay;
mod approval;
mod bnpl;
mod card;
mod card_verify;
mod checkout;
mod create;
mod deposit;
mod enums;
mod garanti_pay;
mod instant_transfer;
mod loyalty;
mod model;
mod multi_payment;
mod pos_apm;
mod post_auth;
mod refund;
mod stored_card;
mod three_ds;

pub use apm::{
    ApmAdditionalAction, ApmType, CompleteApmPayment, CompleteApmPaymentResponse, CreateApmPayment, InitApmPayment,
    InitApmPaymentResponse,
};
pub use apple_pay::CreateApplePayMerchantSession;
pub use approval::{
    ApprovalStatus, ApprovePaymentTransactions, DisapprovePaymentTransactions, PaymentTransactionApproval,
    PaymentTransactionApprovals, UpdatePaymentTransaction,
};
pub use bnpl::{
    ApproveBnplPayment, BnplBankOffer, BnplBankOfferTerm, BnplCartItem, BnplCartItemType, BnplLimit, BnplOffers,
    CompleteBnplLimitInquiry, InitBnplLimitInquiry, InitBnplPayment, RetrieveBnplPaymentOffers, VerifyBnplPayment,
    VerifyBnplPaymentResponse,
};
pub use card::{Card, EncryptedCard, TokenizedCard, TokenizedCardType};
pub use card_verify::{
    CardVerification, CardVerificationAuthType, CardVerifyStatus, CheckoutCardVerification, InitCheckoutCardVerify,
    RetrieveCheckoutCardVerify, VerifyCard,
};
pub use checkout::{
    CheckoutPage, CustomInstallment, ExpectedPayment, ExpireCheckoutPayment, InitCheckoutPayment, PaymentMismatch,
    RetrieveCheckoutPayment,
};
pub use create::{Amounts, CreatePayment, FraudCheckParameters, PaymentItem, RetrievePayment, RoutingOptions};
pub use deposit::{
    CompleteThreeDsDepositPayment, CreateDepositPayment, CreateFundTransferDepositPayment, DepositFromCard,
    DepositIntegrator, DepositPayment, DepositToCard, DepositToCardPayment, FundTransferDeposit, InitApmDepositPayment,
    InitApmDepositPaymentResponse, InitThreeDsDepositPayment,
};
pub use enums::{
    FraudAction, OrderingRule, PaymentGroup, PaymentMethod, PaymentPhase, PaymentProvider, PaymentSource,
    PaymentStatus, PaymentType,
};
pub use garanti_pay::{InitGarantiPayPayment, InitGarantiPayPaymentResponse};
pub use instant_transfer::{InstantTransferBank, InstantTransferBanks, RetrieveInstantTransferBanks};
pub use loyalty::{
    FraudResult, Loyalty, LoyaltyCard, LoyaltyData, LoyaltyList, LoyaltyParams, LoyaltyType, LoyaltyUnitType,
    RetrieveLoyalties, Reward,
};
pub use model::{
    MerchantPos, Payment, PaymentError, PaymentTransaction, Payout, ProviderError, TransactionPayoutStatus,
    TransactionStatus,
};
pub use multi_payment::{InitMultiPayment, MultiPayment, MultiPaymentStatus, RetrieveMultiPayment};
pub use pos_apm::{CompletePosApmPayment, InitPosApmPayment, InitPosApmPaymentResponse, PosApmPaymentProvider};
pub use post_auth::PostAuthPayment;
pub use refund::{
    PaymentRefund, PaymentTransactionRefund, RefundDestinationType, RefundPayment, RefundPaymentMarkAsRefunded,
    RefundPaymentTransaction, RefundPaymentTransactionMarkAsRefunded, RefundStatus, RefundType, RefundWaitingPayment,
    RetrievePaymentRefund, RetrievePaymentTransactionRefund, WaitingPaymentRefund,
};
pub use stored_card::{
    CardProvider, CloneCard, DeleteStoredCard, IvrCard, RetrieveCardFromIvr, RetrieveProviderCards, SearchStoredCards,
    StoreCard, StoredCard, UpdateCard,
};
pub use three_ds::{
    AdditionalAction, CompleteThreeDsPayment, HtmlContent, HtmlContentError, InitThreeDsPayment,
    InitThreeDsPaymentResponse, MdStatus,
};
