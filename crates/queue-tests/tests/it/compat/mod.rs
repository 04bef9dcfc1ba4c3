//! asyncio's behaviour, as seen in CPython 3.13: one suite for both flavours.

mod cancellation;
mod counting;
mod format;
mod inspection;
mod order;
mod shutdown;
mod storages;
