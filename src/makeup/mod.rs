//! makeup.
