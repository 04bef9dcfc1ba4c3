#[derive(PartialEq)]
struct Item([usize; 4]);

fn item(number: usize) -> Item {
    Item(black_box([number; 4]))
}

macro_rules! site {
    ($function:ident, $number:literal) => {
        async fn $function(sender: &Sender<Item>, receiver: &mut Receiver<Item>) {
            put!(sender, item($number));
            try_put!(sender, item($number + 1));
            let first = get!(receiver);
            let second = try_get!(receiver);
            assert!(first == item($number) && second == item($number + 1));
        }
    };
}
