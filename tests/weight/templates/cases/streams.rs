
async fn feed(sender: Sender<Item>) {
    let mut sink = sink!(sender);
    for byte in 0..4 {
        assert!(sink.send(item(byte)).await.is_ok());
    }
}

async fn drink(receiver: Receiver<Item>) {
    let mut stream = stream!(receiver);
    for byte in 0..4 {
        let Some(item) = stream.next().await else { panic!() };
        check(&item, byte);
    }
}

pub fn main() {
    common();
    let (sender, receiver) = open(1);
    run(vec![Box::pin(drink(receiver)), Box::pin(feed(sender))]);
}
