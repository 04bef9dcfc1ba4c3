macro_rules! use_type {
    ($function:ident, $item:expr) => {
        async fn $function() {
            let (sender, mut receiver) = open(2);
            put!(sender, $item);
            try_put!(sender, $item);
            let first = get!(receiver);
            let second = try_get!(receiver);
            assert!(first == $item && second == $item);
        }
    };
}
