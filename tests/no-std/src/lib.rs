//! Links the queues without the standard library.
//!
//! A crate that says `no_std` proves little. A dependency may bring `std` back, and everything builds on
//! a machine that has one. Here a static library defines the panic handler, which can be defined once
//! only, and `std` defines one. So if anything in the graph uses `std`, this fails:
//!
//! ```text
//! $ cargo build
//!     Finished ...
//! $ cargo build --features queue-async/std
//! error[E0152]: found duplicate lang item `panic_impl`
//! ```
//!
//! Beside `core` and `alloc` it takes only an allocator, here on an array. The functions are there to be
//! compiled. [`EXERCISES`] keeps them, since nothing calls into the library.

#![no_std]

extern crate alloc;

mod compat;
mod futures;
mod machine;

use core::hint;
use core::panic::PanicInfo;

#[global_allocator]
static ALLOCATOR: emballoc::Allocator<4096> = emballoc::Allocator::new();

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {
        hint::spin_loop();
    }
}

/// Uses a part of the queues, and returns `None` if it misbehaves.
pub type Exercise = fn() -> Option<()>;

/// What is linked: the bare core, each order of leaving with its futures, and asyncio's names.
#[used]
pub static EXERCISES: [Exercise; 8] = [
    machine::exercise,
    futures::exercise::<queue_async::Fifo<u32>>,
    futures::exercise::<queue_async::Lifo<u32>>,
    futures::exercise::<queue_async::Priority<u32>>,
    futures::exercise::<queue_async::HeapOrder<u32>>,
    compat::exercise::<queue_async::Fifo<u32>>,
    compat::exercise::<queue_async::Lifo<u32>>,
    compat::exercise::<queue_async::HeapOrder<u32>>,
];
