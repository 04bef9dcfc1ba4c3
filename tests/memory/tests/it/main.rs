//! What the queues allocate, what they keep, and how many steps a cancel takes.

mod act;
mod bytes;
mod first_time;
mod growth;
mod ready;
mod steps;
mod threads;
mod waiting;
