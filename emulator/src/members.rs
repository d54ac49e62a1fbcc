//! Buyers and sellers.

use chrono::NaiveDateTime;
use craftgate_core::Page;
use craftgate_core::onboarding::{CreateMember, Member, SearchMembers, Status};

use crate::answer::page;
use crate::context::Context;
use crate::incoming::demand;
use crate::refusal::{self, Refusal};

pub(crate) fn create(context: &mut Context<'_>, asked: CreateMember) -> Result<Member, Refusal> {
    if asked.member_external_id.is_empty() {
        return Err(refusal::INVALID.about("memberExternalId"));
    }
    if asked.is_sub_merchant == Some(true) {
        demand(asked.member_type.as_ref(), "memberType")?;
    }
    let members = &mut context.state.members;
    if members.values().any(|member| member.member_external_id.as_ref() == Some(&asked.member_external_id)) {
        return Err(refusal::MEMBER_EXISTS.plain());
    }
    Ok(members.add(|id| member(id, asked, context.now)).clone())
}

fn member(id: i64, asked: CreateMember, now: NaiveDateTime) -> Member {
    let mut member = Member::new(id);
    member.created_date = Some(now);
    member.updated_date = Some(now);
    member.status = Some(Status::Active);
    member.is_buyer = Some(asked.is_buyer.unwrap_or(false));
    member.is_sub_merchant = Some(asked.is_sub_merchant.unwrap_or(false));
    member.member_type = asked.member_type;
    member.member_external_id = Some(asked.member_external_id);
    member.name = asked.name;
    member.email = asked.email;
    member.address = asked.address;
    member.phone_number = asked.phone_number;
    member.contact_name = asked.contact_name;
    member.contact_surname = asked.contact_surname;
    member.legal_company_title = asked.legal_company_title;
    member.tax_office = asked.tax_office;
    member.tax_number = asked.tax_number;
    member.settlement_earnings_destination = asked.settlement_earnings_destination;
    member.negative_wallet_amount_limit = asked.negative_wallet_amount_limit;
    member.iban = asked.iban;
    member.settlement_delay_count = asked.settlement_delay_count;
    member
}

pub(crate) fn search(context: &mut Context<'_>, asked: SearchMembers) -> Result<Page<Member>, Refusal> {
    let found = context.state.members.values().filter(|member| matches(&asked, member));
    page(found.cloned().collect(), asked.page, asked.size)
}

fn matches(asked: &SearchMembers, member: &Member) -> bool {
    (asked.member_ids.is_empty() || asked.member_ids.contains(&member.id))
        && (asked.is_buyer.is_none() || asked.is_buyer == member.is_buyer)
        && (asked.is_sub_merchant.is_none() || asked.is_sub_merchant == member.is_sub_merchant)
        && (asked.name.is_none() || asked.name == member.name)
        && (asked.member_type.is_none() || asked.member_type == member.member_type)
        && (asked.member_external_id.is_none() || asked.member_external_id == member.member_external_id)
}
