//! The program `tongdu`.

fn main() {
    let mut args = std::env::args_os().skip(1);
    if args.next().is_some_and(|verb| verb == "plugin-host") {
        let code = tongdu::plugin::child::main_child(&args.collect::<Vec<_>>());
        if code == tongdu::plugin::child::BY_HAND {
            eprintln!("plugin-host: an internal helper, not for use by hand");
        }
        std::process::exit(code);
    }
}
