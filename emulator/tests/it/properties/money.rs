//! Money in equals money out, over random requests, clicks, control calls, faults and clock moves.

use proptest::prelude::*;

use super::invariants::check;
use super::step::steps;
use super::world::World;

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 256, ..ProptestConfig::default() })]

    #[test]
    fn money_in_equals_money_out(steps in steps()) {
        let mut world = World::of(&["bir"]);
        let merchant = &mut world.merchants[0];
        merchant.prepare();
        for (number, step) in steps.iter().enumerate() {
            merchant.run(step, number)?;
        }
        check(merchant)?;
    }
}
