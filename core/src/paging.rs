//! Walking a search page by page, or item by item.

use std::iter::FusedIterator;
use std::vec;

use serde::de::DeserializeOwned;

use crate::api::page::Page;
use crate::client::Client;
use crate::protocol::error::Error;
use crate::protocol::operation::Operation;
use crate::transport::Transport;

/// A search whose results come in pages.
///
/// [`Client::pages`] and [`Client::items`] walk it. Without a client, ask it for its next page:
///
/// ```
/// use craftgate_core::id::MemberId;
/// use craftgate_core::onboarding::{Member, SearchMembers};
/// use craftgate_core::{Page, Paged};
///
/// let search = SearchMembers::new().name("Gülşah").size(2);
/// let mut first = Page::new([Member::new(MemberId::new(1)), Member::new(MemberId::new(2))]);
/// first.total_size = Some(3);
/// let second = search.next_page(&first).unwrap();
/// assert_eq!(second.page, Some(1));
///
/// let mut last = Page::new([Member::new(MemberId::new(3))]);
/// last.total_size = Some(3);
/// assert_eq!(second.next_page(&last), None);
/// ```
pub trait Paged: Operation<Output = Page<Self::Item>> + Clone {
    /// One result.
    type Item: DeserializeOwned;

    /// Which page it asks for, if it says.
    fn page_number(&self) -> Option<u32>;

    /// How many results a page it asks for, if it says.
    fn page_size(&self) -> Option<u32>;

    /// The same search for another page.
    #[must_use]
    fn at_page(self, page: u32) -> Self;

    /// The search for the page after `answer`, which answered this one; `None` if that was the last.
    #[must_use]
    fn next_page(&self, answer: &Page<Self::Item>) -> Option<Self> {
        let count = i64::try_from(answer.items.len()).ok().filter(|count| *count > 0)?;
        let number = self.page_number().unwrap_or(0);
        let size = answer.size.or(self.page_size()).map_or(count, i64::from);
        let seen = |size: i64| i64::from(number).saturating_mul(size).saturating_add(count);
        let is_last = match answer.total_size {
            // A short page is the last, or a server's that gives fewer a page than it was asked for.
            Some(total) => seen(size) == total || seen(size.min(count)) >= total,
            None => count < size,
        };
        if is_last { None } else { Some(self.clone().at_page(number.checked_add(1)?)) }
    }
}

/// The pages of a search, each asked for when it is needed. Ends after the first error; what came
/// before it has come.
#[derive(Debug)]
pub struct Pages<'a, T, O> {
    client: &'a Client<T>,
    next: Option<O>,
}

/// The results of a search, page after page. Ends after the first error.
#[derive(Debug)]
pub struct Items<'a, T, O: Paged> {
    pages: Pages<'a, T, O>,
    page: vec::IntoIter<O::Item>,
}

impl<T: Transport> Client<T> {
    /// Walks a search page by page, from the page that it asks for.
    pub fn pages<O: Paged>(&self, search: O) -> Pages<'_, T, O> {
        Pages { client: self, next: Some(search) }
    }

    /// Walks a search result by result, holding one page at a time.
    pub fn items<O: Paged>(&self, search: O) -> Items<'_, T, O> {
        Items { pages: self.pages(search), page: Vec::new().into_iter() }
    }
}

impl<T: Transport, O: Paged> Iterator for Pages<'_, T, O> {
    type Item = Result<Page<O::Item>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let search = self.next.take()?;
        let answer = self.client.call(&search).send();
        if let Ok(page) = &answer {
            self.next = search.next_page(page);
        }
        Some(answer)
    }
}

impl<T: Transport, O: Paged> FusedIterator for Pages<'_, T, O> {}

impl<T: Transport, O: Paged> Iterator for Items<'_, T, O> {
    type Item = Result<O::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.page.next() {
                return Some(Ok(item));
            }
            match self.pages.next()? {
                Ok(page) => self.page = page.items.into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<T: Transport, O: Paged> FusedIterator for Items<'_, T, O> {}

/// The searches that have `page` and `size`.
macro_rules! paged {
    ($($search:path => $item:path;)*) => {$(
        impl Paged for $search {
            type Item = $item;

            fn page_number(&self) -> Option<u32> {
                self.page
            }

            fn page_size(&self) -> Option<u32> {
                self.size
            }

            fn at_page(self, page: u32) -> Self {
                self.page(page)
            }
        }
    )*};
}

paged! {
    crate::api::bank_account_tracking::SearchBankAccountTrackingRecords => crate::api::bank_account_tracking::BankAccountTrackingRecord;
    crate::api::fraud::SearchFraudChecks => crate::api::fraud::FraudCheck;
    crate::api::fraud::SearchFraudRules => crate::api::fraud::FraudRule;
    crate::api::merchant::SearchMerchantPoses => crate::api::merchant::Pos;
    crate::api::onboarding::SearchMembers => crate::api::onboarding::Member;
    crate::api::pay_by_link::SearchProducts => crate::api::pay_by_link::Product;
    crate::api::payment::SearchStoredCards => crate::api::payment::StoredCard;
    crate::api::payment_reporting::SearchPaymentRefunds => crate::api::payment_reporting::ReportedPaymentRefund;
    crate::api::payment_reporting::SearchPaymentTransactionRefunds => crate::api::payment_reporting::ReportedPaymentTransactionRefund;
    crate::api::payment_reporting::SearchPayments => crate::api::payment_reporting::ReportedPayment;
    crate::api::settlement::SearchPayoutAccounts => crate::api::settlement::PayoutAccount;
    crate::api::settlement_reporting::SearchPayoutCompletedTransactions => crate::api::settlement_reporting::PayoutCompletedTransaction;
    crate::api::settlement_reporting::SearchPayoutRows => crate::api::settlement_reporting::PayoutRow;
    crate::api::wallet::SearchWalletTransactions => crate::api::wallet::WalletTransaction;
    crate::api::wallet::SearchWithdraws => crate::api::wallet::Withdraw;
}
