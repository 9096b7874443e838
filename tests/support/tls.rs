//! A server that shows a certificate which nobody signed but itself.

use super::lab::wait_until;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(5);

/// The running server; dropping it stops it.
pub struct Presenter {
    address: SocketAddr,
    /// From where each came, and whether it was completed.
    handshakes: Arc<Mutex<Vec<(SocketAddr, bool)>>>,
    /// From where [`Presenter::handshakes`] looked in.
    looks: Mutex<Vec<SocketAddr>>,
    stop: Arc<AtomicBool>,
}

impl Presenter {
    /// Starts on a free port of the loopback address.
    pub fn start() -> Self {
        let certificate = CertificateDer::from(include_bytes!("../../fixtures/tls/self-signed.der").as_slice());
        let key = PrivateKeyDer::try_from(include_bytes!("../../fixtures/tls/self-signed.key.der").as_slice()).unwrap();
        let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate], key).unwrap();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let presenter = Self {
            address: listener.local_addr().unwrap(),
            handshakes: Arc::default(),
            looks: Mutex::default(),
            stop: Arc::default(),
        };
        let (handshakes, stop) = (Arc::clone(&presenter.handshakes), Arc::clone(&presenter.stop));
        thread::spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let from = stream.peer_addr().unwrap();
                let through = shake_hands(stream, Arc::new(config.clone()));
                handshakes.lock().unwrap().push((from, through));
            }
        });
        presenter
    }

    /// Host and port.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// Whether each handshake so far was completed. A client may be gone before its own is on record: those before a connection
    /// of ours are when that is.
    pub fn handshakes(&self) -> Vec<bool> {
        let look = TcpStream::connect(self.address).unwrap().local_addr().unwrap();
        self.looks.lock().unwrap().push(look);
        let all = || self.handshakes.lock().unwrap().clone();
        wait_until("the handshakes are on record", || all().iter().any(|(from, _)| *from == look));
        let looks = self.looks.lock().unwrap();
        all().into_iter().filter(|(from, _)| !looks.contains(from)).map(|(_, through)| through).collect()
    }
}

impl Drop for Presenter {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the thread that accepts; if it is gone already, nothing is left to wake.
        drop(TcpStream::connect(self.address));
    }
}

/// Whether the client takes the certificate and says something over the connection.
fn shake_hands(mut stream: TcpStream, config: Arc<ServerConfig>) -> bool {
    let mut connection = ServerConnection::new(config).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    while connection.is_handshaking() {
        if connection.complete_io(&mut stream).is_err() {
            return false;
        }
    }
    // In TLS 1.3 the server is done before the client has judged the certificate.
    connection.complete_io(&mut stream).is_ok_and(|(read, _)| read > 0)
}
