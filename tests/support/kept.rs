//! Practice servers in this process that keep their port, and what has happened there, when they are started again.

/// A running server of a source under the name that tests call it by, and the faults that do not depend on what was asked before.
macro_rules! kept {
    ($(#[$doc:meta])* $name:ident, $source:ident, [$($harmless:literal)*]) => {
        $(#[$doc])*
        pub struct $name {
            runtime: tokio::runtime::Runtime,
            practice: Option<$source::Practice>,
            options: $source::Options,
            /// What has happened there: it happens again when the server is started again.
            changes: Vec<$source::Change>,
            _port: $crate::support::template::Port,
        }

        impl $name {
            /// A server with these options.
            pub fn start(options: $source::Options) -> Self {
                let runtime = $crate::support::lab::one_thread();
                let start = |port| runtime.block_on($source::start($source::Options { port, ..options.clone() }));
                let (practice, port) = $crate::support::lab::on_own_port(start);
                let options = $source::Options { port: port.number(), ..options };
                Self { runtime, practice: Some(practice), options, changes: Vec::new(), _port: port }
            }

            /// The same server after a change of its options, at the same address.
            pub fn set(&mut self, set: impl FnOnce(&mut $source::Options)) {
                set(&mut self.options);
                self.runtime.block_on(self.practice.take().unwrap().stop());
                let start = || self.runtime.block_on($source::start(self.options.clone()));
                let practice = $crate::support::lab::on_port_again(start);
                self.changes.iter().for_each(|change| drop(practice.change(change.clone()).unwrap()));
                self.practice = Some(practice);
            }

            /// The same server with these faults instead of the former ones, `NAME=VALUE` with commas between them.
            pub fn fault(&mut self, faults: &str) {
                self.set(|options| options.faults = $crate::support::lab::faulty(faults));
            }

            /// Changes what there is; the name of what was made or changed.
            pub fn change(&mut self, change: $source::Change) -> String {
                self.try_change(&change).unwrap()
            }

            /// The same; why, where that is refused.
            pub fn try_change(&mut self, change: &$source::Change) -> catchment_base::error::Result<String> {
                let name = self.practice().change(change.clone())?;
                self.changes.push(change.clone());
                Ok(name)
            }

            /// The server.
            pub fn practice(&self) -> &$source::Practice {
                self.practice.as_ref().unwrap()
            }
        }

        impl $crate::support::template::Shown for $name {
            fn shown(&self) -> Option<String> {
                let options = $crate::support::lab::shown(&self.options, &self.options.faults, &[$($harmless),*])?;
                Some(format!("{options} {:?}", self.changes))
            }
        }
    };
}

pub(super) use kept;
