//! Running a model in a child process: wire protocol, supervision, cancellation.
