//! The names whose values a cassette keeps. Add the fields of custom operations here, where a review sees them.

/// Returns true if the space-separated `list` contains `name`.
pub(super) fn contains(list: &str, name: &str) -> bool {
    list.split_ascii_whitespace().any(|listed| listed == name)
}

/// Fields with an object, or a list of objects, of known fields. The content of any other object is dropped:
/// `additionalParams`, `tokenizedCard` and similar fields contain data of banks and wallets.
pub(super) const CONTAINERS: &str = "
    autopilotState bankOfferTerms bankOffers buyerMember card cartItems commissions createPayment
    customInstallments data error errors fraudParams fraudResult installmentPrices installments items loyalties
    loyalty loyaltyData loyaltyParams mealVoucherCardTokenizationData merchantApiCredentials merchantPosUsers
    paymentData paymentError paymentTransactionRefunds paymentTransactions payout payoutStatus
    payoutTransactions pos providerError refunds reward routingOptions subMerchantMember values
    walletTransaction
";

/// Fields with a number: amounts, rates, counts, Craftgate's ids.
pub(super) const NUMBERS: &str = "
    amount annualInterestRate balance bankCode bankCommissionRate bankCommissionRateAmount
    bankForeignCardCommissionRate bankId bankNotOnUsCreditCardCommissionRate bankNotOnUsDebitCardCommissionRate
    bankOnUsCreditCardCommissionRate bankOnUsDebitCardCommissionRate blockageDay buyerId buyerMemberId
    cardBankId cardIssuerBankId cardRewardMoney durationInSeconds enabledInstallments eventTimestamp
    excludedSubMerchantMemberIds expireInSeconds firmRewardMoney fraudId fraudRuleId fraudScore id installment
    installmentNumber installmentPrice interestRate loanCampaignId masterpassIntegrationVersion maxAmount
    maxPaidPrice maxPostponingPaymentCount maxPrice maxRefundPrice maxWithdrawPrice maximumSplitPaymentCount
    mdStatus memberId memberIds merchantApmId merchantCommissionRate merchantCommissionRateAmount merchantId
    merchantPayoutAmount mileRewardMoney minAmount minPaidPrice minPostponingPaymentCount minPrice
    minRefundPrice minWithdrawPrice negativeAmountLimit negativeWalletAmountLimit number orderNumber page
    paidPrice parity paymentId paymentIds paymentTransactionId paymentTransactionIds payoutAmount payoutId port
    postponingPaymentCount price quantity refundBankPrice refundPrice refundWalletPrice refundableAmount
    refundablePrice remainingAmount retryCount ruleId score settlementDelayCount settlementFileId
    singleTotalDueDateDayCount size soldCount stock subMerchantMaximumAllowedNegativeBalance subMerchantMemberId
    subMerchantMemberPayoutAmount subMerchantMemberPayoutRate subMerchantMemberPrice targetMerchantId term
    totalAmount totalPrice totalRewardMoney totalSize transactionId ttl unitPrice verificationPrice walletAmount
    walletId walletPrice walletTransactionId withdrawalAmount
";

/// Fields with a string: enum values, times, the merchant's ids, banks' names, error descriptions. No personal names,
/// addresses, URLs or tokens.
pub(super) const STRINGS: &str = "
    accountOwner action additionalAction apmType approvalStatus bankAccountTrackingSource bankCode bankName
    binNumber blockageResolvedDate bounceStatus cardAssociation cardBankName cardBrand cardBrandName
    cardExpiryStatus cardIssuerBankName cardProvider cardType cardVerifyStatus checkStatus clientType
    conversationId createdAt createdDate currency enabledPaymentAuthenticationTypes enabledPaymentMethods
    enabledPaymentPhases endDate errorCode errorDescription errorGroup eventTime eventType expiresAt externalId
    fileStatus fileType fraudAction maxCreatedDate maxExpiresAt maxRecordDate memberExternalId memberType
    merchantStatus merchantStatusDate merchantType minCreatedDate minExpiresAt minRecordDate multiPaymentStatus
    operation operations orderingRule paymentAuthenticationType paymentDate paymentGroup paymentPhase
    paymentProvider paymentSource paymentStatus paymentType payoutDate payoutStatus posAlias posAliases
    posIntegrator posOperationType posUserType recordDate recordType refundDestinationType refundStatus
    refundType remittanceReasonType remittanceType reportDate reportPeriod reportType requestedPosAlias
    settlementEarningsDestination settlementResultStatus settlementSource settlementType startDate status
    subMerchantMemberStatus subMerchantMemberStatusDate supportedCardAssociations supportedCurrencies
    tokenExpireDate transactionStatus transactionStatusDate transactionType type unitType updatedDate
    validationType walletTransactionType walletTransactionTypes
";

/// The fields in [`STRINGS`] with numbers that can have as many digits as a security code.
pub(super) const CODES: &str = "bankCode binNumber errorCode";

/// The literal segments of the API's paths.
pub(super) const SEGMENTS: &str = "
    3ds-complete 3ds-init ACTIVE AUTOPILOT DELETED PASSIVE REFUND_ONLY all apm-init apm-payments apple-pay
    approve bank-account-tracking bins bkm-express bnpl-payments bounced-sub-merchant-rows cancel
    card-fingerprints card-loyalties card-payments card-tokenizations cards check-status check-user
    checkout-card-verify checkout-payments clone commissions complete craftlink delete deposit-to-card deposits
    disapprove file-reporting fraud fraud-checks fund-transfer garanti-pay-payments generate-token init
    installment installments instant-transfer-banks instant-wallet-settlements ivr-cards juzdan-payments
    limit-inquiry loyalties mark-as-refunded masterpass-payments me meal-voucher members merchant merchant-apms
    merchant-bank-account-trackings merchant-poses merchant-sessions merchants multi-payments offers onboarding
    payment payment-reporting payment-reports payment-tokens payment-transactions payments payout-accounts
    payout-completed-transactions payout-details pos-apm-payments post-auth products provider-card-mappings
    receive records refund-transactions refund-waiting-payment refundable-amount refunds regenerate remittances
    report-demands reports reset-balance retrieve rules send settlement settlement-file settlement-file-rows
    settlement-reporting status transaction-reports transactions update v1 v2 value-lists values verify wallet
    wallet-transactions wallets withdraws
";
