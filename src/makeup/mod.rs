//! Stories -> columns -> pages.
mod column;
