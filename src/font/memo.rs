//! Stores that stay with the fonts. Knows types and threads; nothing of what is stored.

use std::any::Any;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Mutex;

type Stored = Box<dyn Any + Send>;

/// The stores that nobody has borrowed now.
#[derive(Default)]
pub(super) struct Memos(Mutex<Vec<Stored>>);

impl Memos {
    /// Borrows a store, a new one if all of its type are out.
    pub(super) fn take<T: Default + Send + 'static>(&self) -> Memo<'_, T> {
        let mut idle = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let found = idle.iter().position(|stored| stored.is::<T>());
        let value = found
            .and_then(|at| idle.swap_remove(at).downcast::<T>().ok())
            .unwrap_or_default();
        Memo {
            home: self,
            value: Some(value),
        }
    }
}

impl fmt::Debug for Memos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Memos")
    }
}

/// A borrowed store; given back when dropped.
pub struct Memo<'a, T: Send + 'static> {
    home: &'a Memos,
    value: Option<Box<T>>,
}

impl<T: Send + 'static> fmt::Debug for Memo<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Memo")
    }
}

impl<T: Send + 'static> Deref for Memo<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.value.as_ref().expect("it is taken only by drop")
    }
}

impl<T: Send + 'static> DerefMut for Memo<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.value.as_mut().expect("it is taken only by drop")
    }
}

impl<T: Send + 'static> Drop for Memo<'_, T> {
    fn drop(&mut self) {
        if let Some(value) = self.value.take() {
            let mut idle = self
                .home
                .0
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            idle.push(value);
        }
    }
}
