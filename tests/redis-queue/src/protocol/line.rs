use crate::protocol::request::{Client, Item, Number};

/// The put line or the take line: session, request, and the job of a put.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Line(Vec<(Client, Number, Item)>);

impl Line {
    /// Adds a member. One that is there goes to the end, as in a sorted set.
    pub(crate) fn join(&mut self, client: Client, number: Number, item: Item) {
        self.leave(client, number);
        self.0.push((client, number, item));
    }

    pub(crate) fn leave(&mut self, client: Client, number: Number) {
        self.0.retain(|member| (member.0, member.1) != (client, number));
    }

    pub(crate) fn pop(&mut self) -> Option<(Client, Number, Item)> {
        if self.0.is_empty() { None } else { Some(self.0.remove(0)) }
    }

    pub(crate) fn has(&self, client: Client, number: Number) -> bool {
        self.0.iter().any(|member| (member.0, member.1) == (client, number))
    }

    pub(crate) fn members(&self) -> impl Iterator<Item = (Client, Number)> {
        self.0.iter().map(|member| (member.0, member.1))
    }

    pub(crate) fn clients(&self) -> impl Iterator<Item = Client> {
        self.0.iter().map(|member| member.0)
    }
}
