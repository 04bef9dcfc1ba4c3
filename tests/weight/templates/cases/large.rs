type Item = [u8; BYTES];

fn item(byte: u8) -> Item {
    black_box([byte; BYTES])
}

fn check(item: &Item, byte: u8) {
    let item = black_box(item);
    assert!(item[0] == byte && item[BYTES - 1] == byte);
}

async fn produce(sender: Sender<Item>) {
    for byte in 0..4 {
        put!(sender, item(byte));
    }
}

async fn consume(mut receiver: Receiver<Item>) {
    for byte in 0..4 {
        let item = get!(receiver);
        check(&item, byte);
    }
}

fn attempt((sender, mut receiver): (Sender<Item>, Receiver<Item>)) {
    try_put!(sender, item(5));
    let item = try_get!(receiver);
    check(&item, 5);
}

fn block((sender, mut receiver): (Sender<Item>, Receiver<Item>)) {
    blocking_put!(sender, item(6));
    let item = blocking_get!(receiver);
    check(&item, 6);
}

fn common() {
    let (sender, receiver) = open(1);
    run(vec![Box::pin(consume(receiver)), Box::pin(produce(sender))]);
    attempt(open(1));
    block(open(1));
}
