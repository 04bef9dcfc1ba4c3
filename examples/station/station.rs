//! The station itself: who waits, who serves, and what they do at each event.

use std::mem;
use std::time::Duration;

use queue_core::{
    Asked, Capacity, Fifo, GetTicket, JoinTicket, Released, ShutDown, State, TryGetError,
    TryPutError,
};
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
    ticket: Option<GetTicket>,
}

pub(crate) struct Station {
    room: State<Fifo<Customer>, EventNumber>,
    calendar: Calendar,
    servers: Vec<Server>,
    busy: usize,
    on_duty: usize,
    arrival: EventNumber,
    lights_out: EventNumber,
    join: Option<JoinTicket>,
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
            ticket: None,
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
            join: None,
            between_arrivals: Exp::new(plan.arrivals).expect("a rate is positive"),
            service: Exp::new(plan.service).expect("a rate is positive"),
            random: SmallRng::seed_from_u64(plan.seed),
            batch_size: plan.customers / BATCHES as u64,
            batches: Vec::with_capacity(BATCHES),
            tally: Tally::default(),
        }
    }

    /// Runs from an empty station at opening time until everybody has gone home. The start counts:
    /// beside a whole run it is short.
    pub(crate) fn run(mut self) -> Vec<Tally> {
        (0..self.servers.len()).for_each(|s| self.call_next(s));
        self.expect_arrival();
        while let Some((seconds, event)) = self.calendar.next() {
            self.pass(seconds);
            match event {
                Event::Arrival => self.arrive(),
                Event::Wake(s) => self.wake(s),
                Event::Finish(s) => self.finish(s),
                Event::LightsOut => self.lights_out(),
            }
        }
        assert!(self.join.is_none(), "the simulation ends when the lights are out");
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
        match self.room.try_put(Customer { arrived: self.calendar.now() }) {
            Ok(released) => self.calendar.release(released),
            Err(TryPutError::Full(_)) => self.tally.lost += 1,
            Err(TryPutError::ShutDown(_)) => unreachable!("nobody arrives after closing time"),
        }
        if self.tally.arrived.is_multiple_of(1000) {
            debug_assert_eq!(self.room.check(), Ok(()));
        }
        if self.tally.arrived == self.batch_size {
            self.batches.push(mem::take(&mut self.tally));
        }
        if self.batches.len() < BATCHES { self.expect_arrival() } else { self.close() }
    }

    /// Sends home the servers who wait, and asks to hear when the last customer has been served.
    /// There is one: whoever came last, or those who left no room.
    fn close(&mut self) {
        self.calendar.release(self.room.shut_down());
        self.join = Some(self.room.enter_join(self.lights_out));
    }

    /// The server has nothing to do: who is next?
    fn call_next(&mut self, s: usize) {
        match self.room.try_get() {
            Ok(next) => self.serve(s, next),
            Err(TryGetError::Empty) => {
                let server = &mut self.servers[s];
                server.ticket = Some(self.room.enter_get(server.wake));
            }
            Err(TryGetError::ShutDown) => self.on_duty -= 1,
        }
    }

    fn wake(&mut self, s: usize) {
        let ticket = self.servers[s].ticket.take().expect("only who waits is released");
        match self.room.ask_get(ticket) {
            Asked::Ready(Ok(next)) => self.serve(s, next),
            Asked::Ready(Err(ShutDown(()))) => self.on_duty -= 1,
            // Under a scheduler of less strict habits: `renew_get`, and wait on.
            Asked::Wait(_) => unreachable!("nothing comes between a release and its wake"),
        }
    }

    fn serve(&mut self, s: usize, (customer, released): (Customer, Released<EventNumber>)) {
        self.calendar.release(released);
        self.busy += 1;
        self.tally.served += 1;
        self.tally.waits += self.calendar.now() - customer.arrived;
        self.calendar.schedule(self.service.sample(&mut self.random), self.servers[s].finish);
    }

    fn finish(&mut self, s: usize) {
        self.busy -= 1;
        self.calendar.release(self.room.task_done().expect("each customer is done once"));
        self.call_next(s);
    }

    fn lights_out(&mut self) {
        let ticket = self.join.take().expect("the lights go out once, after closing time");
        assert_eq!(self.room.ask_join(ticket), Asked::Ready(()));
        assert_eq!((self.room.unfinished(), self.busy, self.on_duty), (0, 0, 0));
    }
}
