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

/// One row an endpoint: its method and path, the kind of its response, its handler.
///
/// Path parameters have their wire names. After a question mark stand the query parameters that are not strings.
/// `valid` is written where the core knows rules that a request alone can break.
macro_rules! routes {
    ($($method:ident $template:literal => $kind:ident($handler:path $(, $valid:ident)?);)*) => {
        pub(super) static ROUTES: &[Route] = &[$(Route {
            method: Method::$method,
            template: $template,
            handler: |context, request| {
                let operation = request.operation(context.settings.is_lenient)?;
                $(request_rules::$valid(&operation, context.settings)?;)?
                response::$kind($handler(context, operation)?)
            },
        }),*];
    };
}

routes! {
    POST "/payment/v1/card-payments" => data(payment::create::create, valid);
    GET "/payment/v1/card-payments/{id}" => data(payment::create::retrieve);
    POST "/payment/v1/card-payments/3ds-init" => data(payment::three_ds::init, valid);
    POST "/payment/v1/card-payments/3ds-complete" => data(payment::three_ds::complete);
    POST "/payment/v1/card-payments/{paymentId}/post-auth" => data(payment::post_auth::capture);

    POST "/payment/v1/checkout-payments/init" => data(payment::checkout::init, valid);
    GET "/payment/v1/checkout-payments/{token}" => data(payment::checkout::retrieve);
    DELETE "/payment/v1/checkout-payments/{token}" => no_content(payment::checkout::expire);
    POST "/payment/v1/checkout-card-verify/init" => data(payment::card_verify::init_page, valid);
    GET "/payment/v1/checkout-card-verify/{token}" => data(payment::card_verify::retrieve_page);
    POST "/payment/v1/multi-payments/init" => data(payment::multi_payment::init, valid);
    GET "/payment/v1/multi-payments/{token}" => data(payment::multi_payment::retrieve);

    POST "/payment/v1/apm-payments/init" => data(payment::apm::init, valid);
    POST "/payment/v1/apm-payments/complete" => data(payment::apm::complete);
    POST "/payment/v1/apm-payments" => data(payment::apm::create, valid);
    POST "/payment/v1/pos-apm-payments/init" => data(payment::pos_apm::init, valid);
    POST "/payment/v1/pos-apm-payments/complete" => data(payment::pos_apm::complete);
    POST "/payment/v1/garanti-pay-payments" => data(payment::garanti_pay::init, valid);
    POST "/payment/v1/bnpl-payments/offers" => data(payment::bnpl::offers, valid);
    POST "/payment/v1/bnpl-payments/init" => data(payment::bnpl::init, valid);
    POST "/payment/v1/bnpl-payments/{paymentId}/approve" => data(payment::bnpl::approve);
    POST "/payment/v1/bnpl-payments/{paymentId}/verify" => data(payment::bnpl::verify);
    POST "/payment/v1/bnpl-payments/limit-inquiry/init" => data(payment::bnpl::init_limit);
    POST "/payment/v1/bnpl-payments/limit-inquiry" => data(payment::bnpl::complete_limit);
    GET "/payment/v1/instant-transfer-banks" => data(payment::instant_transfer::retrieve);
    POST "/payment/v1/apple-pay/merchant-sessions" => data(payment::apple_pay::create_session);
    POST "/payment/v1/card-loyalties/retrieve" => data(payment::loyalty::retrieve, valid);

    POST "/payment/v1/bkm-express/init" => data(bkm_express::init, valid);
    POST "/payment/v1/bkm-express/complete" => data(bkm_express::complete);
    GET "/payment/v1/bkm-express/payments/{ticketId}" => data(bkm_express::retrieve);
    GET "/payment/v1/bkm-express/{token}" => data(bkm_express::retrieve_by_token);
    POST "/payment/v1/juzdan-payments/init" => data(juzdan::init, valid);
    GET "/payment/v1/juzdan-payments/{referenceId}" => data(juzdan::retrieve);
    POST "/payment/v1/masterpass-payments/check-user" => data(masterpass::check_user);
    POST "/payment/v2/masterpass-payments/generate-token" => data(masterpass::generate_token, valid);
    POST "/payment/v2/masterpass-payments/complete" => data(masterpass::complete);
    POST "/payment/v2/masterpass-payments/3ds-init" => data(masterpass::init_three_ds, valid);
    POST "/payment/v2/masterpass-payments/3ds-complete" => data(masterpass::complete_three_ds);
    POST "/payment/v2/masterpass-payments/loyalties/retrieve" => data(masterpass::retrieve_loyalties, valid);
    POST "/payment/v1/meal-voucher/card-tokenizations/init" => data(meal_voucher::init);
    POST "/payment/v1/meal-voucher/card-tokenizations/{sessionId}/regenerate" => data(meal_voucher::regenerate);
    POST "/payment/v1/meal-voucher/card-tokenizations/{sessionId}/complete" => data(meal_voucher::complete);
    POST "/payment/v1/payment-tokens" => data(payment_token::create);
    DELETE "/payment/v1/payment-tokens/{token}" => no_content(payment_token::delete);
    GET "/merchant/v1/merchant-apms" => data(merchant_apm::retrieve);

    POST "/payment/v1/deposits" => data(payment::deposit::create, valid);
    POST "/payment/v1/deposits/3ds-init" => data(payment::deposit::init_three_ds, valid);
    POST "/payment/v1/deposits/3ds-complete" => data(payment::deposit::complete_three_ds);
    POST "/payment/v1/deposits/fund-transfer" => data(payment::deposit::create_fund_transfer, valid);
    POST "/payment/v1/deposits/apm-init" => data(payment::deposit::init_apm, valid);
    POST "/payment/v1/card-payments/deposit-to-card" => data(payment::deposit::to_card, valid);

    POST "/payment/v1/payment-transactions/approve" => data(payment::approval::approve);
    POST "/payment/v1/payment-transactions/disapprove" => data(payment::approval::disapprove);
    PUT "/payment/v1/payment-transactions/{paymentTransactionId}" => data(payment::approval::update);

    POST "/payment/v1/refunds" => data(payment::refund::refund_payment, valid);
    GET "/payment/v1/refunds/{id}" => data(payment::refund::retrieve);
    POST "/payment/v1/refund-transactions" => data(payment::refund::refund_transaction, valid);
    GET "/payment/v1/refund-transactions/{id}" => data(payment::refund::retrieve_transaction_refund);
    POST "/payment/v1/refunds/mark-as-refunded" => data(payment::refund::mark_payment_refunded, valid);
    POST "/payment/v1/refund-transactions/mark-as-refunded" => data(payment::refund::mark_transaction_refunded, valid);
    POST "/payment/v1/refunds/refund-waiting-payment" => data(payment::refund::refund_waiting_payment);

    POST "/payment/v1/cards" => data(payment::stored_card::store, valid);
    POST "/payment/v1/cards/update" => data(payment::stored_card::update, valid);
    POST "/payment/v1/cards/delete" => no_content(payment::stored_card::delete);
    GET "/payment/v1/cards" => data(payment::stored_card::search, valid);
    POST "/payment/v1/cards/verify" => data(payment::card_verify::verify, valid);
    POST "/payment/v1/cards/clone" => data(payment::stored_card::clone);
    GET "/payment/v1/cards/provider-card-mappings" => data(payment::stored_card::retrieve_provider_cards);
    GET "/payment/v1/ivr-cards" => data(payment::stored_card::retrieve_from_ivr);

    GET "/installment/v1/installments?distinctCardBrandsWithLowestCommissions=flag&loyaltyExists=flag"
        => data(installment::search, valid);
    GET "/installment/v1/bins/{binNumber}" => data(installment::retrieve_bin, valid);

    POST "/onboarding/v1/members" => data(onboarding::create_member, valid);
    PUT "/onboarding/v1/members/{id}" => data(onboarding::update_member, valid);
    GET "/onboarding/v1/members/{id}" => data(onboarding::retrieve_member);
    GET "/onboarding/v1/members?isBuyer=flag&isSubMerchant=flag&memberIds=list" => data(onboarding::search_members);
    POST "/onboarding/v1/merchants" => data(onboarding::create_merchant);

    POST "/wallet/v1/members/{memberId}/wallets" => data(wallet::account::create);
    PUT "/wallet/v1/members/{memberId}/wallets/{walletId}" => data(wallet::account::update);
    GET "/wallet/v1/members/{memberId}/wallet" => data(wallet::account::retrieve);
    GET "/wallet/v1/wallets/{walletId}/wallet-transactions?walletTransactionTypes=list"
        => data(wallet::account::search_transactions, valid);
    GET "/wallet/v1/merchants/me/wallet" => data(wallet::account::retrieve_merchant_wallet);
    POST "/wallet/v1/merchants/me/wallet/reset-balance" => data(wallet::account::reset_merchant_balance);
    POST "/wallet/v1/remittances/send" => data(wallet::remittance::send, valid);
    POST "/wallet/v1/remittances/receive" => data(wallet::remittance::receive, valid);
    GET "/wallet/v1/remittances/{id}" => data(wallet::remittance::retrieve);
    POST "/wallet/v1/withdraws" => data(wallet::withdraw::create, valid);
    POST "/wallet/v1/withdraws/{withdrawId}/cancel" => data(wallet::withdraw::cancel);
    GET "/wallet/v1/withdraws/{withdrawId}" => data(wallet::withdraw::retrieve);
    GET "/wallet/v1/withdraws" => data(wallet::withdraw::search, valid);
    GET "/payment/v1/wallet-transactions/{walletTransactionId}/refundable-amount"
        => data(wallet::refund::refundable_amount);
    POST "/payment/v1/wallet-transactions/{walletTransactionId}/refunds" => data(wallet::refund::refund, valid);
    GET "/payment/v1/wallet-transactions/{walletTransactionId}/refunds" => data(wallet::refund::search);

    POST "/settlement/v1/instant-wallet-settlements" => data(settlement::settle_to_wallets);
    POST "/settlement/v1/payout-accounts" => data(settlement::create_payout_account);
    PUT "/settlement/v1/payout-accounts/{id}" => no_content(settlement::update_payout_account);
    DELETE "/settlement/v1/payout-accounts/{id}" => no_content(settlement::delete_payout_account);
    GET "/settlement/v1/payout-accounts" => data(settlement::search_payout_accounts);
    GET "/settlement-reporting/v2/settlement-file/payout-completed-transactions"
        => data(settlement_reporting::search_completed, valid);
    GET "/settlement-reporting/v1/settlement-file/bounced-sub-merchant-rows"
        => data(settlement_reporting::search_bounced, valid);
    GET "/settlement-reporting/v1/settlement-file/payout-details/{id}" => data(settlement_reporting::retrieve_payout);
    GET "/settlement-reporting/v1/settlement-file-rows" => data(settlement_reporting::search_rows, valid);

    GET "/payment-reporting/v1/payments?isThreeDS=flag" => data(payment_reporting::payment::search, valid);
    GET "/payment-reporting/v1/payments/{paymentId}" => data(payment_reporting::payment::retrieve);
    GET "/payment-reporting/v1/payments/{paymentId}/transactions"
        => data(payment_reporting::payment::retrieve_transactions);
    GET "/payment-reporting/v1/payments/{paymentId}/refunds" => data(payment_reporting::refund::retrieve);
    GET "/payment-reporting/v1/payments/{paymentId}/transactions/{paymentTransactionId}/refunds"
        => data(payment_reporting::refund::retrieve_of_transaction);
    GET "/payment-reporting/v1/refunds" => data(payment_reporting::refund::search, valid);
    GET "/payment-reporting/v1/refund-transactions?isAfterSettlement=flag"
        => data(payment_reporting::refund::search_of_transactions, valid);

    GET "/file-reporting/v1/payment-reports" => file(file_reporting::daily_payments);
    GET "/file-reporting/v1/transaction-reports" => file(file_reporting::daily_transactions);
    POST "/file-reporting/v1/report-demands" => data(file_reporting::create, valid);
    GET "/file-reporting/v1/reports/{reportId}" => file(file_reporting::retrieve);

    GET "/fraud/v1/fraud-checks" => data(fraud::check::search, valid);
    PUT "/fraud/v1/fraud-checks/{id}/check-status" => no_content(fraud::check::update_status);
    GET "/fraud/v1/rules" => data(fraud::rule::search, valid);
    GET "/fraud/v1/value-lists/all" => data(fraud::value_list::retrieve_all);
    POST "/fraud/v1/value-lists" => no_content(fraud::value_list::add_value);
    GET "/fraud/v1/value-lists/{listName}" => data(fraud::value_list::retrieve);
    DELETE "/fraud/v1/value-lists/{listName}" => no_content(fraud::value_list::delete);
    POST "/fraud/v1/value-lists/{listName}/card-fingerprints" => no_content(fraud::value_list::add_card);
    DELETE "/fraud/v1/value-lists/{listName}/values/{valueId}" => no_content(fraud::value_list::remove_value);

    POST "/craftlink/v1/products" => data(pay_by_link::create);
    PUT "/craftlink/v1/products/{id}" => data(pay_by_link::update, valid);
    GET "/craftlink/v1/products/{id}" => data(pay_by_link::retrieve);
    DELETE "/craftlink/v1/products/{id}" => no_content(pay_by_link::delete);
    GET "/craftlink/v1/products" => data(pay_by_link::search, valid);

    POST "/merchant/v1/merchant-poses" => data(merchant::pos::create);
    PUT "/merchant/v1/merchant-poses/{merchantPosId}" => data(merchant::pos::update);
    PUT "/merchant/v1/merchant-poses/{merchantPosId}/status/{posStatus}" => no_content(merchant::pos::update_status);
    GET "/merchant/v1/merchant-poses/{merchantPosId}" => data(merchant::pos::retrieve);
    DELETE "/merchant/v1/merchant-poses/{merchantPosId}" => no_content(merchant::pos::delete);
    GET "/merchant/v1/merchant-poses?enableInstallment=flag&enableForeignCard=flag" => data(merchant::pos::search);
    GET "/merchant/v1/merchant-poses/{merchantPosId}/commissions" => data(merchant::commission::retrieve);
    POST "/merchant/v1/merchant-poses/{merchantPosId}/commissions" => data(merchant::commission::update);

    GET "/bank-account-tracking/v1/merchant-bank-account-trackings/records" => data(bank_account_tracking::search, valid);
    GET "/bank-account-tracking/v1/merchant-bank-account-trackings/records/{id}"
        => data(bank_account_tracking::retrieve);
}
