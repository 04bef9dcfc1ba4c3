//! A client with a connection of its own.

use std::io;
use std::net::SocketAddr;

use axum::body::{self, Body, Bytes};
use axum::http::{Method, Request, StatusCode, header};
use hyper_util::client::legacy::Client as Connections;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

/// How many bytes an answer may have.
const LARGEST: usize = 64 * 1024 * 1024;

pub(crate) struct Client {
    connections: Connections<HttpConnector, Body>,
    server: SocketAddr,
}

impl Client {
    pub(crate) fn new(server: SocketAddr) -> Self {
        Self { connections: Connections::builder(TokioExecutor::new()).build_http(), server }
    }

    pub(crate) async fn get(&self, path: &str) -> io::Result<Bytes> {
        let (status, answer) = self.send(Method::GET, path, Body::empty()).await?;
        if status == StatusCode::OK {
            return Ok(answer);
        }
        Err(io::Error::other(format!("GET {path}: {status}")))
    }

    pub(crate) async fn post(&self, path: &str, json: String) -> io::Result<(StatusCode, Bytes)> {
        self.send(Method::POST, path, json.into()).await
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        body: Body,
    ) -> io::Result<(StatusCode, Bytes)> {
        let request = Request::builder()
            .method(method)
            .uri(format!("http://{}{path}", self.server))
            .header(header::CONTENT_TYPE, "application/json")
            .body(body)
            .map_err(io::Error::other)?;
        let answer = self.connections.request(request).await.map_err(io::Error::other)?;
        let (head, body) = answer.into_parts();
        let body = body::to_bytes(Body::new(body), LARGEST).await.map_err(io::Error::other)?;
        Ok((head.status, body))
    }
}
