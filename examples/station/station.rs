//! The station itself: its room, its servers, and what they do at each event.

use std::mem;
use std::time::Duration;

use queue_core::{Capacity, Exchange, Fifo, Get, Join, Polled, ShutDown, State, Waiters};
use rand::SeedableRng;
use rand::rngs::SmallRng;
use rand_distr::{Distribution, Exp};

use crate::calendar::{Calendar, Event, EventNumber};
use crate::plan::Plan;
use crate::tally::{BATCHES, Tally};

struct Customer {
    arrived: Duration,
}

struct Server {
    wake: EventNumber,
    finish: EventNumber,
    get: Get,
}

pub(crate) struct Station {
    room: State<Fifo<Customer>, EventNumber>,
    calendar: Calendar,
    servers: Vec<Server>,
    busy: usize,
    on_duty: usize,
    arrival: EventNumber,
    lights_out: EventNumber,
    join: Join,
    is_dark: bool,
    between_arrivals: Exp<f64>,
    service: Exp<f64>,
    random: SmallRng,
    batch_size: u64,
    batches: Vec<Tally>,
    tally: Tally,
}

impl Station {
    pub(crate) fn new(plan: &Plan) -> Self {
        let mut calendar = Calendar::default();
        let server = |s| Server {
            wake: calendar.plan(Event::Wake(s)),
            finish: calendar.plan(Event::Finish(s)),
            get: Get::new(),
        };
        let servers: Vec<_> = (0..usize::from(plan.servers)).map(server).collect();
        let capacity = Capacity::try_from(usize::from(plan.room)).expect("the room has a seat");
        Self {
            room: State::new(Fifo::default(), capacity),
            busy: 0,
            on_duty: servers.len(),
            servers,
            arrival: calendar.plan(Event::Arrival),
            lights_out: calendar.plan(Event::LightsOut),
            calendar,
            join: Join::new(),
            is_dark: false,
            between_arrivals: Exp::new(plan.arrivals).expect("a rate is positive"),
            service: Exp::new(plan.service).expect("a rate is positive"),
            random: SmallRng::seed_from_u64(plan.seed),
            batch_size: plan.customers / BATCHES as u64,
            batches: Vec::with_capacity(BATCHES),
            tally: Tally::default(),
        }
    }

    /// Runs from an empty station at opening time until the last server has gone home. The start
    /// counts: beside a whole run it is short.
    pub(crate) fn run(mut self) -> Vec<Tally> {
        (0..self.servers.len()).for_each(|s| self.call_next(s));
        self.expect_arrival();
        while let Some((seconds, event)) = self.calendar.next() {
            self.pass(seconds);
            match event {
                Event::Arrival => self.arrive(),
                Event::Wake(s) => self.poll_get(s),
                Event::Finish(s) => self.finish(s),
                Event::LightsOut => self.poll_join(),
            }
        }
        assert!(self.is_dark, "the simulation ends when the lights are out");
        assert_eq!((self.room.unfinished(), self.busy, self.on_duty), (0, 0, 0));
        assert_eq!(self.room.check_at_rest(), Ok(()));
        self.batches
    }

    fn pass(&mut self, seconds: f64) {
        self.tally.seconds += seconds;
        self.tally.server_seconds += seconds * self.busy as f64;
        self.tally.waiting_seconds += seconds * self.room.len() as f64;
    }

    fn expect_arrival(&mut self) {
        self.calendar.schedule(self.between_arrivals.sample(&mut self.random), self.arrival);
    }

    fn arrive(&mut self) {
        self.tally.arrived += 1;
        let mut notified = Waiters::default();
        match self.room.try_put(Customer { arrived: self.calendar.now() }, &mut notified) {
            Ok(()) => self.calendar.wake(notified),
            Err(_) => self.tally.lost += 1,
        }
        if self.tally.arrived.is_multiple_of(1000) {
            debug_assert_eq!(self.room.check(), Ok(()));
        }
        if self.tally.arrived == self.batch_size {
            self.batches.push(mem::take(&mut self.tally));
        }
        if self.batches.len() < BATCHES { self.expect_arrival() } else { self.close() }
    }

    /// Sends home the servers that wait, and waits until the last customer has been served.
    fn close(&mut self) {
        let mut notified = Waiters::default();
        self.room.shutdown(&mut notified);
        self.calendar.wake(notified);
        self.poll_join();
    }

    /// The server has nothing to do: it asks for the next customer.
    fn call_next(&mut self, s: usize) {
        self.servers[s].get = Get::new();
        self.poll_get(s);
    }

    /// Serves the next customer, waits for one, or goes home.
    ///
    /// A wake is no promise: a server that finishes before this one looks may have taken the customer.
    /// The get then waits again, and so does the server.
    fn poll_get(&mut self, s: usize) {
        let Server { wake, ref mut get, .. } = self.servers[s];
        let (mut next, mut exchange) = (None, Exchange::with(wake));
        let polled = self.room.poll_get(get, &mut next, &mut exchange, |waiter| *waiter == wake);
        self.calendar.wake(exchange.notified);
        match polled {
            Polled::Ready(Ok(())) => self.serve(s, next.expect("a get that is ready has its item")),
            Polled::Ready(Err(ShutDown)) => self.on_duty -= 1,
            // The exchange had a waiter from the start, so the get waits and its event will come.
            Polled::Pending | Polled::NeedsWaiter | Polled::Finished => {}
        }
    }

    fn serve(&mut self, s: usize, customer: Customer) {
        self.busy += 1;
        self.tally.served += 1;
        self.tally.waits += self.calendar.now() - customer.arrived;
        self.calendar.schedule(self.service.sample(&mut self.random), self.servers[s].finish);
    }

    fn finish(&mut self, s: usize) {
        self.busy -= 1;
        let mut notified = Waiters::default();
        self.room.task_done(&mut notified).expect("each customer is done once");
        self.calendar.wake(notified);
        self.call_next(s);
    }

    /// Puts out the lights, or waits until the last customer has been served.
    fn poll_join(&mut self) {
        let mut exchange = Exchange::with(self.lights_out);
        let polled = self.room.poll_join(&mut self.join, &mut exchange, |_| true);
        self.is_dark = polled == Polled::Ready(());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_lost_the_race_waits_for_the_next_customer() {
        let plan = Plan::parse_line("--servers 1").unwrap();
        let mut station = Station::new(&plan);
        let wake = |station: &mut Station| {
            assert!(matches!(station.calendar.next(), Some((0.0, Event::Wake(0)))));
            station.poll_get(0);
        };
        station.call_next(0);
        station.arrive();
        assert!(station.room.try_get(&mut Waiters::default()).is_ok()); // a newcomer
        wake(&mut station);
        assert_eq!((station.busy, station.room.waiting_getters()), (0, 1));
        station.arrive();
        wake(&mut station);
        assert_eq!((station.busy, station.room.waiting_getters()), (1, 0));
    }
}
