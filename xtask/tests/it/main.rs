//! Rules that the compiler cannot know: who depends on whom, what stands where.

mod documents;
mod manifests;
mod sections;
mod sources;
mod tree;
