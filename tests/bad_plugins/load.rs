//! Never comes back from being loaded.

extern "C" fn construct() {
    loop {
        std::thread::park();
    }
}

/// Run by the loader, before anybody can ask what this library is.
#[used]
#[unsafe(link_section = ".init_array")]
pub static CONSTRUCTOR: extern "C" fn() = construct;
