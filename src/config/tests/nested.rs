//! Sections inside a connection, as a source that is described in the file has them.
