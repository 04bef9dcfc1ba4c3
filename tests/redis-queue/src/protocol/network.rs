use crate::protocol::request::{Answer, Number, Reply, Request};

/// The connections of one client. Within each, order holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Network {
    /// Requests on the connection that the client uses.
    pub(crate) requests: Vec<Request>,
    pub(crate) replies: Vec<Reply>,
    /// Wakes that a server had sent which has lost them.
    pub(crate) wakes: Vec<(Number, Answer)>,
    /// Requests on connections that the client has given up. The server may still carry them out, or may not.
    pub(crate) old: Vec<Vec<Request>>,
}

impl Network {
    /// The client gives its connection up.
    pub(crate) fn cut(&mut self) {
        let requests = std::mem::take(&mut self.requests);
        if !requests.is_empty() {
            self.old.push(requests);
        }
        self.replies.clear();
    }

    /// Takes the first request of an old connection.
    pub(crate) fn next_of_old(&mut self, index: usize) -> Request {
        let request = self.old[index].remove(0);
        if self.old[index].is_empty() {
            self.old.remove(index);
        }
        request
    }
}
