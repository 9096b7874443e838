//! The body of an answer, unpacked as it comes and bounded in both forms.
//!
//! It is unpacked here and not by the library, which takes what follows the first member of a gzip body for an error:
//! proxies that put an answer together from parts send a member for each.

use super::{MAX_ERROR_BODY, Trouble, trouble};
use flate2::write::MultiGzDecoder;
use futures_util::StreamExt;
use reqwest::Response;
use reqwest::header;
use std::io::{self, Write};

/// Reads a body of at most `most` bytes to its end. Of an error as much as fits is enough, whole or not.
pub(super) async fn read_body(response: Response, status: u16, most: usize) -> Result<Vec<u8>, Trouble> {
    let announced = response.content_length().unwrap_or(0);
    let most = if status == 200 { most } else { most.min(MAX_ERROR_BODY) };
    if status == 200 && announced > most as u64 {
        return Err(Trouble::TooLarge);
    }
    let room = usize::try_from(announced).unwrap_or(0).min(most);
    let mut body = Body::new(is_gzip(&response), Bounded { bytes: Vec::with_capacity(room), most, full: false });
    let mut chunks = response.bytes_stream();
    while let Some(chunk) = chunks.next().await {
        let kept = body.write_all(&chunk.map_err(trouble)?);
        match kept {
            Ok(()) => {}
            Err(_) if status != 200 => return Ok(body.into_bounded().bytes),
            Err(_) if body.bounded().full => return Err(Trouble::TooLarge),
            Err(cause) => return Err(not_gzip(&cause)),
        }
    }
    match body.finish() {
        Ok(bounded) => Ok(bounded.bytes),
        Err(_) if status != 200 => Ok(Vec::new()),
        Err(cause) => Err(not_gzip(&cause)),
    }
}

fn is_gzip(response: &Response) -> bool {
    let coding = response.headers().get(header::CONTENT_ENCODING).and_then(|coding| coding.to_str().ok());
    coding.is_some_and(|coding| ["gzip", "x-gzip"].iter().any(|gzip| coding.trim().eq_ignore_ascii_case(gzip)))
}

fn not_gzip(cause: &io::Error) -> Trouble {
    Trouble::Cut(format!("the response is declared as gzip but is not, or is incomplete: {cause}"))
}

/// Bytes up to a bound.
struct Bounded {
    bytes: Vec<u8>,
    most: usize,
    /// Whether more came than fits.
    full: bool,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let fits = bytes.len().min(self.most - self.bytes.len());
        self.bytes.extend_from_slice(&bytes[..fits]);
        self.full |= fits < bytes.len();
        if self.full { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(fits) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A body on its way in.
enum Body {
    Plain(Bounded),
    Gzip { unpacked: Box<MultiGzDecoder<Bounded>>, empty: bool },
}

impl Body {
    fn new(gzip: bool, into: Bounded) -> Self {
        if gzip { Self::Gzip { unpacked: Box::new(MultiGzDecoder::new(into)), empty: true } } else { Self::Plain(into) }
    }

    fn write_all(&mut self, chunk: &[u8]) -> io::Result<()> {
        match self {
            Self::Plain(bounded) => bounded.write_all(chunk),
            Self::Gzip { unpacked, empty } => {
                *empty &= chunk.is_empty();
                unpacked.write_all(chunk)
            }
        }
    }

    fn bounded(&self) -> &Bounded {
        match self {
            Self::Plain(bounded) => bounded,
            Self::Gzip { unpacked, .. } => unpacked.get_ref(),
        }
    }

    fn into_bounded(self) -> Bounded {
        match self {
            Self::Plain(bounded) => bounded,
            Self::Gzip { mut unpacked, .. } => {
                std::mem::replace(unpacked.get_mut(), Bounded { bytes: Vec::new(), most: 0, full: false })
            }
        }
    }

    /// What came, if it came to its end. No bytes at all are an empty body in any coding.
    fn finish(self) -> io::Result<Bounded> {
        match self {
            Self::Gzip { unpacked, empty: false } => unpacked.finish(),
            whole => Ok(whole.into_bounded()),
        }
    }
}
