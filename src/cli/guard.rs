//! The last net: a fault of reglet itself ends in a sentence and an exit code, never in a trace.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use super::exit::Exit;
use super::failure::Failure;

thread_local! {
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Does the work and turns a panic into a failure. `RUST_BACKTRACE` gives the trace as ever.
pub fn guarded<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    static HOOKED: Once = Once::new();
    HOOKED.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if std::env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0") {
                usual(info);
            }
            let place = info
                .location()
                .map_or_else(String::new, |at| format!(" ({}:{})", at.file(), at.line()));
            PLACE.with_borrow_mut(|kept| *kept = place);
        }));
    });
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|cause| {
        let why = cause
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| cause.downcast_ref::<&str>().copied())
            .unwrap_or("no reason given");
        Err(Failure::new(
            Exit::Internal,
            format!(
                "reglet {} has a fault: {why}{}",
                env!("CARGO_PKG_VERSION"),
                PLACE.with_borrow(String::clone)
            ),
            "please report this line, with the input that shows it; no output was written",
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_failure_that_asks_for_a_report() {
        let failure = guarded::<()>(|| panic!("a shelf fell")).expect_err("it panicked");
        assert_eq!(failure.exit, Exit::Internal);
        assert!(failure.message.contains("a shelf fell"), "{failure:?}");
        assert!(failure.message.contains("guard.rs"), "{failure:?}");
        assert!(failure.advice.contains("please report"), "{failure:?}");
    }
}
