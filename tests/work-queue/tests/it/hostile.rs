//! Code of the user's that misbehaves: it panics at every point where it is called, it lies, or it panics in a drop.

mod bomb;
mod drops;
mod lies;
mod panics;
mod parcel;
mod points;
mod step;
mod touchy;
mod world;
