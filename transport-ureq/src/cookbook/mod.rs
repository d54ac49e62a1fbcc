// A page links to another as `[its title][its_file]`, and says at its end where that is on GitHub
// (`[its_file]: its_file.md`). In rustdoc the definitions of `links.md` win, since they come first.
#![doc = include_str!("links.md")]
#![doc = include_str!("README.md")]

macro_rules! pages {
    ($($page:ident)*) => {$(
        #[doc = include_str!("links.md")]
        #[doc = include_str!(concat!(stringify!($page), ".md"))]
        pub mod $page {}
    )*};
}

pages! {
    first_payment
    three_d_secure
    checkout_page
    refunds
    stored_cards
    pre_auth
    marketplace
    wallet
    pay_by_link
    alternative_payment_methods
    shopping_credit
    webhooks
    reports
    errors
    unknown_outcomes
    testing
    going_live
    observability
    web_server
    porting
}
