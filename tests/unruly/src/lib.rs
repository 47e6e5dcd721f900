//! A web server for tests, which misbehaves on purpose: it sends what the test says, byte for byte, then closes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What was asked.
#[derive(Clone, Debug)]
pub struct Request {
    /// Method, path and protocol, as they came.
    pub line: String,
    /// The header fields, their names in lower case, in the order in which they came.
    pub headers: Vec<(String, String)>,
}

impl Request {
    /// A header field.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The path that was asked for.
    pub fn path(&self) -> &str {
        self.line.split(' ').nth(1).unwrap_or_default()
    }

    /// The first byte that was asked for.
    pub fn start(&self) -> Option<usize> {
        self.header("range")?.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok()
    }
}

/// What the server does next with a connection. After the last act it closes it.
#[derive(Clone, Debug)]
pub enum Act {
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Does nothing for a while.
    Wait(Duration),
    /// Does nothing until the client has gone.
    FallSilent,
}

/// A server on this computer. It ends when it is dropped.
pub struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
    over: Arc<AtomicBool>,
}

impl Server {
    /// Starts it. `answer` is asked what to do, with the number of the request, counted from 0.
    pub fn start(answer: impl Fn(usize, &Request) -> Vec<Act> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let over = Arc::new(AtomicBool::new(false));
        let (answer, seen, ended) = (Arc::new(answer), Arc::clone(&requests), Arc::clone(&over));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if ended.load(Ordering::Relaxed) {
                    return;
                }
                let (answer, seen) = (Arc::clone(&answer), Arc::clone(&seen));
                thread::spawn(move || serve(stream, &seen, answer.as_ref()));
            }
        });
        Self { address, requests, over }
    }

    /// The address of a path on this server.
    pub fn address(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// All requests so far.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(
    mut stream: TcpStream,
    seen: &Mutex<Vec<Request>>,
    answer: &(impl Fn(usize, &Request) -> Vec<Act> + ?Sized),
) {
    let Some(request) = read_request(&stream) else { return };
    let number = {
        let mut seen = seen.lock().unwrap();
        seen.push(request.clone());
        seen.len() - 1
    };
    for act in answer(number, &request) {
        match act {
            Act::Send(bytes) if stream.write_all(&bytes).is_err() => return,
            Act::Send(_) => {}
            Act::Wait(time) => thread::sleep(time),
            Act::FallSilent => drop(stream.read(&mut [0])),
        }
    }
}

fn read_request(stream: &TcpStream) -> Option<Request> {
    let mut lines = BufReader::new(stream).lines();
    let line = lines.next()?.ok()?;
    let mut headers = Vec::new();
    for field in lines {
        let field = field.ok()?;
        let Some((name, value)) = field.split_once(':') else { break };
        headers.push((name.to_lowercase(), value.trim().to_owned()));
    }
    Some(Request { line, headers })
}

/// The beginning of an answer: its status and header fields.
pub fn head(status: &str, headers: &[(&str, &str)]) -> Act {
    let mut text = format!("HTTP/1.1 {status}\r\nConnection: close\r\n");
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    Act::Send((text + "\r\n").into_bytes())
}

/// An answer with a body of the length that it says.
pub fn answer(status: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<Act> {
    let length = body.len().to_string();
    let headers: Vec<_> = headers.iter().copied().chain([("Content-Length", length.as_str())]).collect();
    vec![head(status, &headers), Act::Send(body.to_vec())]
}

/// The whole file, whatever was asked.
pub fn whole(body: &[u8], etag: &str) -> Vec<Act> {
    answer("200 OK", &[("ETag", etag)], body)
}

/// The file, or the rest of it where it was asked for and is still the same: as servers should.
pub fn honest(request: &Request, body: &[u8], etag: &str) -> Vec<Act> {
    match request.start() {
        Some(start) if request.header("if-range").is_none_or(|tag| tag == etag) => {
            if start >= body.len() {
                return answer(
                    "416 Range Not Satisfiable",
                    &[("Content-Range", &format!("bytes */{}", body.len()))],
                    b"",
                );
            }
            let range = format!("bytes {start}-{}/{}", body.len() - 1, body.len());
            answer("206 Partial Content", &[("ETag", etag), ("Content-Range", &range)], &body[start..])
        }
        _ => whole(body, etag),
    }
}

/// An answer that says it is whole, and breaks off after so many bytes of its body.
pub fn cut_after(bytes: usize, acts: Vec<Act>) -> Vec<Act> {
    let mut acts = acts;
    if let Some(Act::Send(body)) = acts.last_mut() {
        body.truncate(bytes);
    }
    acts
}
