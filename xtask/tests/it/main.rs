//! Rules that the compiler cannot know: what depends on what, and what stands where.

mod documents;
mod links;
mod manifests;
mod sections;
mod sources;
mod tree;
mod words;
