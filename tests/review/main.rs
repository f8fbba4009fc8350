//! The proof desk: decisions that are kept, honoured and never come back, and a door that lets nobody
//! else in. What a person does in a browser is tested in `browser`.

mod browser;
mod desk;
mod door;
mod served;
