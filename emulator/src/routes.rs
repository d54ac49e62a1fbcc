//! Which endpoint a request is for.

use craftgate_core::Request;
use http::Method;
use percent_encoding::percent_decode_str;

use crate::answer::{self, Answer};
use crate::context::Context;
use crate::incoming::Incoming;
use crate::refusal::{self, Refusal};
use crate::{cards, fraud, installments, members, payments, post_auth, refunds, reports, three_ds};

/// An endpoint: reads what is asked, does it, answers.
struct Route {
    method: Method,
    template: &'static str,
    handler: Handler,
}

pub(crate) type Handler = fn(&mut Context<'_>, &Incoming<'_>) -> Answer;

/// One row an endpoint: its method and path, how its answer is wrapped, the function that does it.
///
/// The names in the path are wire names. Behind a question mark stand the query's parameters that are
/// more than one text.
macro_rules! routes {
    ($($method:ident $template:literal => $wrap:ident($handler:path);)*) => {
        static ROUTES: &[Route] = &[$(Route {
            method: Method::$method,
            template: $template,
            handler: |context, incoming| answer::$wrap($handler(context, incoming.read()?)?),
        }),*];
    };
}

routes! {
    POST "/payment/v1/card-payments" => data(payments::create);
    GET "/payment/v1/card-payments/{id}" => data(payments::retrieve);
    POST "/payment/v1/card-payments/3ds-init" => data(three_ds::init);
    POST "/payment/v1/card-payments/3ds-complete" => data(three_ds::complete);
    POST "/payment/v1/card-payments/{paymentId}/post-auth" => data(post_auth::capture);
    GET "/payment/v1/checkout-payments/{token}" => data(payments::retrieve_checkout);

    POST "/payment/v1/refunds" => data(refunds::refund_payment);
    GET "/payment/v1/refunds/{id}" => data(refunds::retrieve_payment_refund);
    POST "/payment/v1/refund-transactions" => data(refunds::refund_line);
    GET "/payment/v1/refund-transactions/{id}" => data(refunds::retrieve_line_refund);

    POST "/payment/v1/cards" => data(cards::store);
    POST "/payment/v1/cards/update" => data(cards::update);
    POST "/payment/v1/cards/delete" => nothing(cards::delete);
    GET "/payment/v1/cards" => data(cards::search);

    GET "/installment/v1/installments?distinctCardBrandsWithLowestCommissions=flag&loyaltyExists=flag"
        => data(installments::search);
    GET "/installment/v1/bins/{binNumber}" => data(installments::retrieve_bin);

    POST "/onboarding/v1/members" => data(members::create);
    GET "/onboarding/v1/members?isBuyer=flag&isSubMerchant=flag&memberIds=list" => data(members::search);

    GET "/file-reporting/v1/payment-reports" => csv(reports::daily);

    DELETE "/fraud/v1/value-lists/{listName}/values/{valueId}" => nothing(fraud::remove_value);
}

/// Finds the endpoint of a request, and the parameters in its path.
pub(crate) fn find(request: &Request) -> Result<(Handler, Incoming<'_>), Refusal> {
    let mut refusal = refusal::ROUTE;
    for route in ROUTES {
        let (template, kinds) = route.template.split_once('?').unwrap_or((route.template, ""));
        let Some(path) = parameters(template, request.uri().path()) else { continue };
        if route.method == *request.method() {
            return Ok((route.handler, Incoming { request, path, kinds }));
        }
        refusal = refusal::METHOD;
    }
    Err(refusal.plain())
}

/// The values in `path` for the names in `template`; `None` where the path is another one.
fn parameters(template: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    let mut found = Vec::new();
    let mut segments = path.split('/');
    for expected in template.split('/') {
        let segment = segments.next()?;
        match expected.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(_) if segment.is_empty() => return None,
            Some(name) => found.push((name, percent_decode_str(segment).decode_utf8().ok()?.into_owned())),
            None if expected == segment => {}
            None => return None,
        }
    }
    segments.next().is_none().then_some(found)
}
