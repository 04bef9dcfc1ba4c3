use std::future::ready;
use std::pin::pin;
use std::time::Instant;

use futures::future::{Either, select};

use super::runtime::block_on;
use super::{Numbered, OneThread, Round, received, sent};
use crate::channel::{Ends, LocalFutures};

/// Selects between a receive that must wait and a future that is ready. The receive is dropped each time.
#[derive(Clone, Copy, Debug)]
pub struct Cancel;

/// The number of drops between two items. The items show that a drop loses nothing.
const BETWEEN: usize = 64;

impl<T: Numbered> OneThread<T> for Cancel {
    fn on_one_thread<C: LocalFutures<Item = T>>(
        self,
        make: impl Fn() -> Ends<C>,
        items: usize,
    ) -> Option<Round> {
        let (mut sender, mut receiver) = make();
        let cancel = async {
            let start = Instant::now();
            for number in 0..items {
                match select(pin!(C::recv(&mut receiver)), ready(())).await {
                    Either::Left(_) => panic!("there is no item"),
                    Either::Right(_) => {}
                }
                if number % BETWEEN == 0 {
                    sent(C::send(&mut sender, number.into()).await);
                    let item = received(C::recv(&mut receiver).await);
                    assert_eq!(item.into(), number);
                }
            }
            Round { items, elapsed: start.elapsed() }
        };
        Some(block_on(cancel))
    }
}
