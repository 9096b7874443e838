//! Where a practice server listens: ports on the loopback address, served until they are told to stop.

use axum::Router;
use axum::serve::ListenerExt;
use catchment_base::error::{Error, Result};
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How long [`Host::stop`] waits for answers that are under way.
const PATIENCE: Duration = Duration::from_secs(2);

/// The origins of a running server; dropping it stops them.
pub struct Host {
    /// How many origins have ended.
    ended: watch::Receiver<usize>,
    origins: usize,
    stop: watch::Sender<bool>,
}

/// A listener on 127.0.0.1 and its port; port 0 takes any free one.
pub(super) async fn listen(port: u16) -> Result<(TcpListener, u16)> {
    let refused = |cause| Error::failed(format!("the practice server cannot use port {port}")).because(cause);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(refused)?;
    let port = listener.local_addr().map_err(refused)?.port();
    Ok((listener, port))
}

impl Host {
    /// Serves each origin by its router.
    pub(super) fn serve(origins: Vec<(TcpListener, Router)>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let (finished, ended) = watch::channel(0);
        let (finished, count) = (Arc::new(finished), origins.len());
        for (listener, router) in origins {
            // Answers leave at once: a delayed last segment would be measured as slowness of the client.
            let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
            let (mut stopped, finished) = (stopped.clone(), Arc::clone(&finished));
            tokio::spawn(async move {
                let end = async move { drop(stopped.wait_for(|stop| *stop).await) };
                drop(axum::serve(listener, router).with_graceful_shutdown(end).await);
                finished.send_modify(|ended| *ended += 1);
            });
        }
        Self { ended, origins: count, stop }
    }

    /// Stops and waits until answers under way are out, two seconds at most.
    pub(super) async fn stop(self) {
        self.stop.send_replace(true);
        // Whether it ended in time or not, nothing is left to do here.
        drop(tokio::time::timeout(PATIENCE, self.ended()).await);
    }

    /// Waits until all origins end, which they do not by themselves.
    pub(super) async fn ended(&self) {
        // An error means that the server's tasks are gone, which is an end as well.
        drop(self.ended.clone().wait_for(|ended| *ended == self.origins).await);
    }
}
