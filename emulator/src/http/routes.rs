//! Every endpoint of the API.

use http::Method;

use super::response;
use super::route::Route;
use crate::domain::request_rules;
use crate::handlers::{
    bank_account_tracking, bkm_express, file_reporting, fraud, installment, juzdan, masterpass, meal_voucher, merchant,
    merchant_apm, onboarding, pay_by_link, payment, payment_reporting, payment_token, settlement, settlement_reporting,
    wallet,
};

/// One row for each endpoint: its operation's name, its method and path, the kind of its response, its handler.
///
/// Path parameters have their wire names. The query parameters after the question mark are those that are not strings.
/// `valid` marks operations whose rules the core can check (`impl Validate`).
macro_rules! routes {
    ($($area:ident::$operation:ident: $method:ident $template:literal
        => $kind:ident($handler:path $(, $valid:ident)?);)*) => {
        pub(super) static ROUTES: &[Route] = &[$(Route {
            method: Method::$method,
            template: $template,
            handler: |context, request| {
                let operation: craftgate_core::$area::$operation = request.operation(context.settings.is_lenient)?;
                $(request_rules::$valid(&operation, context.settings)?;)?
                response::$kind($handler(context, operation)?)
            },
        }),*];
    };
}

routes! {
    payment::CreatePayment: POST "/payment/v1/card-payments" => data(payment::create::create, valid);
    payment::RetrievePayment: GET "/payment/v1/card-payments/{id}" => data(payment::create::retrieve);
    payment::InitThreeDsPayment: POST "/payment/v1/card-payments/3ds-init" => data(payment::three_ds::init, valid);
    payment::CompleteThreeDsPayment: POST "/payment/v1/card-payments/3ds-complete" => data(payment::three_ds::complete);
    payment::PostAuthPayment: POST "/payment/v1/card-payments/{paymentId}/post-auth"
        => data(payment::post_auth::capture);

    payment::InitCheckoutPayment: POST "/payment/v1/checkout-payments/init" => data(payment::checkout::init, valid);
    payment::RetrieveCheckoutPayment: GET "/payment/v1/checkout-payments/{token}" => data(payment::checkout::retrieve);
    payment::ExpireCheckoutPayment: DELETE "/payment/v1/checkout-payments/{token}"
        => no_content(payment::checkout::expire);
    payment::InitCheckoutCardVerify: POST "/payment/v1/checkout-card-verify/init"
        => data(payment::card_verify::init_page, valid);
    payment::RetrieveCheckoutCardVerify: GET "/payment/v1/checkout-card-verify/{token}"
        => data(payment::card_verify::retrieve_page);
    payment::InitMultiPayment: POST "/payment/v1/multi-payments/init" => data(payment::multi_payment::init, valid);
    payment::RetrieveMultiPayment: GET "/payment/v1/multi-payments/{token}" => data(payment::multi_payment::retrieve);

    payment::InitApmPayment: POST "/payment/v1/apm-payments/init" => data(payment::apm::init, valid);
    payment::CompleteApmPayment: POST "/payment/v1/apm-payments/complete" => data(payment::apm::complete, valid);
    payment::CreateApmPayment: POST "/payment/v1/apm-payments" => data(payment::apm::create, valid);
    payment::InitPosApmPayment: POST "/payment/v1/pos-apm-payments/init" => data(payment::pos_apm::init, valid);
    payment::CompletePosApmPayment: POST "/payment/v1/pos-apm-payments/complete" => data(payment::pos_apm::complete);
    payment::InitGarantiPayPayment: POST "/payment/v1/garanti-pay-payments" => data(payment::garanti_pay::init, valid);
    payment::RetrieveBnplPaymentOffers: POST "/payment/v1/bnpl-payments/offers" => data(payment::bnpl::offers, valid);
    payment::InitBnplPayment: POST "/payment/v1/bnpl-payments/init" => data(payment::bnpl::init, valid);
    payment::ApproveBnplPayment: POST "/payment/v1/bnpl-payments/{paymentId}/approve" => data(payment::bnpl::approve);
    payment::VerifyBnplPayment: POST "/payment/v1/bnpl-payments/{paymentId}/verify" => data(payment::bnpl::verify);
    payment::InitBnplLimitInquiry: POST "/payment/v1/bnpl-payments/limit-inquiry/init"
        => data(payment::bnpl::init_limit);
    payment::CompleteBnplLimitInquiry: POST "/payment/v1/bnpl-payments/limit-inquiry"
        => data(payment::bnpl::complete_limit);
    payment::RetrieveInstantTransferBanks: GET "/payment/v1/instant-transfer-banks"
        => data(payment::instant_transfer::retrieve);
    payment::CreateApplePayMerchantSession: POST "/payment/v1/apple-pay/merchant-sessions"
        => data(payment::apple_pay::create_session);
    payment::RetrieveLoyalties: POST "/payment/v1/card-loyalties/retrieve" => data(payment::loyalty::retrieve, valid);

    bkm_express::InitBkmExpressPayment: POST "/payment/v1/bkm-express/init" => data(bkm_express::init, valid);
    bkm_express::CompleteBkmExpressPayment: POST "/payment/v1/bkm-express/complete" => data(bkm_express::complete);
    bkm_express::RetrieveBkmExpressPayment: GET "/payment/v1/bkm-express/payments/{ticketId}"
        => data(bkm_express::retrieve);
    bkm_express::RetrieveBkmExpressPaymentByToken: GET "/payment/v1/bkm-express/{token}"
        => data(bkm_express::retrieve_by_token);
    juzdan::InitJuzdanPayment: POST "/payment/v1/juzdan-payments/init" => data(juzdan::init, valid);
    juzdan::RetrieveJuzdanPayment: GET "/payment/v1/juzdan-payments/{referenceId}" => data(juzdan::retrieve);
    masterpass::CheckMasterpassUser: POST "/payment/v1/masterpass-payments/check-user" => data(masterpass::check_user);
    masterpass::GenerateMasterpassPaymentToken: POST "/payment/v2/masterpass-payments/generate-token"
        => data(masterpass::generate_token, valid);
    masterpass::CompleteMasterpassPayment: POST "/payment/v2/masterpass-payments/complete"
        => data(masterpass::complete);
    masterpass::InitThreeDsMasterpassPayment: POST "/payment/v2/masterpass-payments/3ds-init"
        => data(masterpass::init_three_ds, valid);
    masterpass::CompleteThreeDsMasterpassPayment: POST "/payment/v2/masterpass-payments/3ds-complete"
        => data(masterpass::complete_three_ds);
    masterpass::RetrieveMasterpassLoyalties: POST "/payment/v2/masterpass-payments/loyalties/retrieve"
        => data(masterpass::retrieve_loyalties, valid);
    meal_voucher::InitCardTokenization: POST "/payment/v1/meal-voucher/card-tokenizations/init"
        => data(meal_voucher::init);
    meal_voucher::RegenerateCardTokenization: POST "/payment/v1/meal-voucher/card-tokenizations/{sessionId}/regenerate"
        => data(meal_voucher::regenerate);
    meal_voucher::CompleteCardTokenization: POST "/payment/v1/meal-voucher/card-tokenizations/{sessionId}/complete"
        => data(meal_voucher::complete);
    payment_token::CreatePaymentToken: POST "/payment/v1/payment-tokens" => data(payment_token::create);
    payment_token::DeletePaymentToken: DELETE "/payment/v1/payment-tokens/{token}" => no_content(payment_token::delete);
    merchant_apm::RetrieveMerchantApms: GET "/merchant/v1/merchant-apms" => data(merchant_apm::retrieve);

    payment::CreateDepositPayment: POST "/payment/v1/deposits" => data(payment::deposit::create, valid);
    payment::InitThreeDsDepositPayment: POST "/payment/v1/deposits/3ds-init"
        => data(payment::deposit::init_three_ds, valid);
    payment::CompleteThreeDsDepositPayment: POST "/payment/v1/deposits/3ds-complete"
        => data(payment::deposit::complete_three_ds);
    payment::CreateFundTransferDepositPayment: POST "/payment/v1/deposits/fund-transfer"
        => data(payment::deposit::create_fund_transfer, valid);
    payment::InitApmDepositPayment: POST "/payment/v1/deposits/apm-init" => data(payment::deposit::init_apm, valid);
    payment::DepositToCard: POST "/payment/v1/card-payments/deposit-to-card" => data(payment::deposit::to_card, valid);

    payment::ApprovePaymentTransactions: POST "/payment/v1/payment-transactions/approve"
        => data(payment::approval::approve);
    payment::DisapprovePaymentTransactions: POST "/payment/v1/payment-transactions/disapprove"
        => data(payment::approval::disapprove);
    payment::UpdatePaymentTransaction: PUT "/payment/v1/payment-transactions/{paymentTransactionId}"
        => data(payment::approval::update);

    payment::RefundPayment: POST "/payment/v1/refunds" => data(payment::refund::refund_payment, valid);
    payment::RetrievePaymentRefund: GET "/payment/v1/refunds/{id}" => data(payment::refund::retrieve);
    payment::RefundPaymentTransaction: POST "/payment/v1/refund-transactions"
        => data(payment::refund::refund_transaction, valid);
    payment::RetrievePaymentTransactionRefund: GET "/payment/v1/refund-transactions/{id}"
        => data(payment::refund::retrieve_transaction_refund);
    payment::RefundPaymentMarkAsRefunded: POST "/payment/v1/refunds/mark-as-refunded"
        => data(payment::refund::mark_payment_refunded, valid);
    payment::RefundPaymentTransactionMarkAsRefunded: POST "/payment/v1/refund-transactions/mark-as-refunded"
        => data(payment::refund::mark_transaction_refunded, valid);
    payment::RefundWaitingPayment: POST "/payment/v1/refunds/refund-waiting-payment"
        => data(payment::refund::refund_waiting_payment);

    payment::StoreCard: POST "/payment/v1/cards" => data(payment::stored_card::store, valid);
    payment::UpdateCard: POST "/payment/v1/cards/update" => data(payment::stored_card::update, valid);
    payment::DeleteStoredCard: POST "/payment/v1/cards/delete" => no_content(payment::stored_card::delete);
    payment::SearchStoredCards: GET "/payment/v1/cards" => data(payment::stored_card::search, valid);
    payment::VerifyCard: POST "/payment/v1/cards/verify" => data(payment::card_verify::verify, valid);
    payment::CloneCard: POST "/payment/v1/cards/clone" => data(payment::stored_card::clone);
    payment::RetrieveProviderCards: GET "/payment/v1/cards/provider-card-mappings"
        => data(payment::stored_card::retrieve_provider_cards);
    payment::RetrieveCardFromIvr: GET "/payment/v1/ivr-cards" => data(payment::stored_card::retrieve_from_ivr);

    installment::SearchInstallments:
        GET "/installment/v1/installments?distinctCardBrandsWithLowestCommissions=flag&loyaltyExists=flag"
        => data(installment::search, valid);
    installment::RetrieveBinNumber: GET "/installment/v1/bins/{binNumber}" => data(installment::retrieve_bin, valid);

    onboarding::CreateMember: POST "/onboarding/v1/members" => data(onboarding::create_member, valid);
    onboarding::UpdateMember: PUT "/onboarding/v1/members/{id}" => data(onboarding::update_member, valid);
    onboarding::RetrieveMember: GET "/onboarding/v1/members/{id}" => data(onboarding::retrieve_member);
    onboarding::SearchMembers: GET "/onboarding/v1/members?isBuyer=flag&isSubMerchant=flag&memberIds=list"
        => data(onboarding::search_members);
    onboarding::CreateMerchant: POST "/onboarding/v1/merchants" => data(onboarding::create_merchant);

    wallet::CreateWallet: POST "/wallet/v1/members/{memberId}/wallets" => data(wallet::account::create);
    wallet::UpdateWallet: PUT "/wallet/v1/members/{memberId}/wallets/{walletId}" => data(wallet::account::update);
    wallet::RetrieveMemberWallet: GET "/wallet/v1/members/{memberId}/wallet" => data(wallet::account::retrieve);
    wallet::SearchWalletTransactions:
        GET "/wallet/v1/wallets/{walletId}/wallet-transactions?walletTransactionTypes=list"
        => data(wallet::account::search_transactions, valid);
    wallet::RetrieveMerchantMemberWallet: GET "/wallet/v1/merchants/me/wallet"
        => data(wallet::account::retrieve_merchant_wallet);
    wallet::ResetMerchantMemberWalletBalance: POST "/wallet/v1/merchants/me/wallet/reset-balance"
        => data(wallet::account::reset_merchant_balance);
    wallet::SendRemittance: POST "/wallet/v1/remittances/send" => data(wallet::remittance::send, valid);
    wallet::ReceiveRemittance: POST "/wallet/v1/remittances/receive" => data(wallet::remittance::receive, valid);
    wallet::RetrieveRemittance: GET "/wallet/v1/remittances/{id}" => data(wallet::remittance::retrieve);
    wallet::CreateWithdraw: POST "/wallet/v1/withdraws" => data(wallet::withdraw::create, valid);
    wallet::CancelWithdraw: POST "/wallet/v1/withdraws/{withdrawId}/cancel" => data(wallet::withdraw::cancel);
    wallet::RetrieveWithdraw: GET "/wallet/v1/withdraws/{withdrawId}" => data(wallet::withdraw::retrieve);
    wallet::SearchWithdraws: GET "/wallet/v1/withdraws" => data(wallet::withdraw::search, valid);
    wallet::RetrieveRefundableAmountOfWalletTransaction:
        GET "/payment/v1/wallet-transactions/{walletTransactionId}/refundable-amount"
        => data(wallet::refund::refundable_amount);
    wallet::RefundWalletTransaction: POST "/payment/v1/wallet-transactions/{walletTransactionId}/refunds"
        => data(wallet::refund::refund, valid);
    wallet::RetrieveRefundWalletTransactions: GET "/payment/v1/wallet-transactions/{walletTransactionId}/refunds"
        => data(wallet::refund::search);

    settlement::CreateInstantWalletSettlement: POST "/settlement/v1/instant-wallet-settlements"
        => data(settlement::settle_to_wallets);
    settlement::CreatePayoutAccount: POST "/settlement/v1/payout-accounts" => data(settlement::create_payout_account);
    settlement::UpdatePayoutAccount: PUT "/settlement/v1/payout-accounts/{id}"
        => no_content(settlement::update_payout_account);
    settlement::DeletePayoutAccount: DELETE "/settlement/v1/payout-accounts/{id}"
        => no_content(settlement::delete_payout_account);
    settlement::SearchPayoutAccounts: GET "/settlement/v1/payout-accounts" => data(settlement::search_payout_accounts);
    settlement_reporting::SearchPayoutCompletedTransactions:
        GET "/settlement-reporting/v2/settlement-file/payout-completed-transactions"
        => data(settlement_reporting::search_completed, valid);
    settlement_reporting::SearchBouncedPayoutTransactions:
        GET "/settlement-reporting/v1/settlement-file/bounced-sub-merchant-rows"
        => data(settlement_reporting::search_bounced, valid);
    settlement_reporting::RetrievePayoutDetails: GET "/settlement-reporting/v1/settlement-file/payout-details/{id}"
        => data(settlement_reporting::retrieve_payout);
    settlement_reporting::SearchPayoutRows: GET "/settlement-reporting/v1/settlement-file-rows"
        => data(settlement_reporting::search_rows, valid);

    payment_reporting::SearchPayments: GET "/payment-reporting/v1/payments?isThreeDS=flag"
        => data(payment_reporting::payment::search, valid);
    payment_reporting::RetrievePaymentReport: GET "/payment-reporting/v1/payments/{paymentId}"
        => data(payment_reporting::payment::retrieve);
    payment_reporting::RetrievePaymentTransactions: GET "/payment-reporting/v1/payments/{paymentId}/transactions"
        => data(payment_reporting::payment::retrieve_transactions);
    payment_reporting::RetrievePaymentRefunds: GET "/payment-reporting/v1/payments/{paymentId}/refunds"
        => data(payment_reporting::refund::retrieve);
    payment_reporting::RetrievePaymentTransactionRefunds:
        GET "/payment-reporting/v1/payments/{paymentId}/transactions/{paymentTransactionId}/refunds"
        => data(payment_reporting::refund::retrieve_of_transaction);
    payment_reporting::SearchPaymentRefunds: GET "/payment-reporting/v1/refunds"
        => data(payment_reporting::refund::search, valid);
    payment_reporting::SearchPaymentTransactionRefunds:
        GET "/payment-reporting/v1/refund-transactions?isAfterSettlement=flag"
        => data(payment_reporting::refund::search_of_transactions, valid);

    file_reporting::RetrieveDailyPaymentReport: GET "/file-reporting/v1/payment-reports"
        => file(file_reporting::daily_payments);
    file_reporting::RetrieveDailyTransactionReport: GET "/file-reporting/v1/transaction-reports"
        => file(file_reporting::daily_transactions);
    file_reporting::CreateReport: POST "/file-reporting/v1/report-demands" => data(file_reporting::create, valid);
    file_reporting::RetrieveReport: GET "/file-reporting/v1/reports/{reportId}" => file(file_reporting::retrieve);

    fraud::SearchFraudChecks: GET "/fraud/v1/fraud-checks" => data(fraud::check::search, valid);
    fraud::UpdateFraudCheckStatus: PUT "/fraud/v1/fraud-checks/{id}/check-status"
        => no_content(fraud::check::update_status);
    fraud::SearchFraudRules: GET "/fraud/v1/rules" => data(fraud::rule::search, valid);
    fraud::RetrieveAllValueLists: GET "/fraud/v1/value-lists/all" => data(fraud::value_list::retrieve_all);
    fraud::AddValueToValueList: POST "/fraud/v1/value-lists" => no_content(fraud::value_list::add_value);
    fraud::RetrieveValueList: GET "/fraud/v1/value-lists/{listName}" => data(fraud::value_list::retrieve);
    fraud::DeleteValueList: DELETE "/fraud/v1/value-lists/{listName}" => no_content(fraud::value_list::delete);
    fraud::AddCardFingerprintToValueList: POST "/fraud/v1/value-lists/{listName}/card-fingerprints"
        => no_content(fraud::value_list::add_card);
    fraud::RemoveValueFromValueList: DELETE "/fraud/v1/value-lists/{listName}/values/{valueId}"
        => no_content(fraud::value_list::remove_value);

    pay_by_link::CreateProduct: POST "/craftlink/v1/products" => data(pay_by_link::create);
    pay_by_link::UpdateProduct: PUT "/craftlink/v1/products/{id}" => data(pay_by_link::update, valid);
    pay_by_link::RetrieveProduct: GET "/craftlink/v1/products/{id}" => data(pay_by_link::retrieve);
    pay_by_link::DeleteProduct: DELETE "/craftlink/v1/products/{id}" => no_content(pay_by_link::delete);
    pay_by_link::SearchProducts: GET "/craftlink/v1/products" => data(pay_by_link::search, valid);

    merchant::CreateMerchantPos: POST "/merchant/v1/merchant-poses" => data(merchant::pos::create);
    merchant::UpdateMerchantPos: PUT "/merchant/v1/merchant-poses/{merchantPosId}" => data(merchant::pos::update);
    merchant::UpdateMerchantPosStatus: PUT "/merchant/v1/merchant-poses/{merchantPosId}/status/{posStatus}"
        => no_content(merchant::pos::update_status);
    merchant::RetrieveMerchantPos: GET "/merchant/v1/merchant-poses/{merchantPosId}" => data(merchant::pos::retrieve);
    merchant::DeleteMerchantPos: DELETE "/merchant/v1/merchant-poses/{merchantPosId}"
        => no_content(merchant::pos::delete);
    merchant::SearchMerchantPoses: GET "/merchant/v1/merchant-poses?enableInstallment=flag&enableForeignCard=flag"
        => data(merchant::pos::search);
    merchant::RetrieveMerchantPosCommissions: GET "/merchant/v1/merchant-poses/{merchantPosId}/commissions"
        => data(merchant::commission::retrieve);
    merchant::UpdateMerchantPosCommissions: POST "/merchant/v1/merchant-poses/{merchantPosId}/commissions"
        => data(merchant::commission::update);

    bank_account_tracking::SearchBankAccountTrackingRecords:
        GET "/bank-account-tracking/v1/merchant-bank-account-trackings/records"
        => data(bank_account_tracking::search, valid);
    bank_account_tracking::RetrieveBankAccountTrackingRecord:
        GET "/bank-account-tracking/v1/merchant-bank-account-trackings/records/{id}"
        => data(bank_account_tracking::retrieve);
}
