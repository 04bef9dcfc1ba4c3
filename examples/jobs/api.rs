//! The server's requests and answers.

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};

use crate::service::{Accepted, Letter, Refusal, Request};

/// How many bytes a request may have.
const LARGEST: usize = 16 * 1024;

/// What the server asks of its queue.
pub(crate) trait Jobs: Send + Sync + 'static {
    /// Accepts a job, and returns its id. It never waits for room.
    fn accept(&self, request: Request) -> impl Future<Output = Result<u64, Refusal>> + Send;

    /// Returns the dead letters, which stay where they are.
    fn dead(&self) -> impl Future<Output = Result<Vec<Letter>, Refusal>> + Send;

    /// Returns the metrics in Prometheus's text format.
    fn metrics(&self) -> impl Future<Output = Result<String, Refusal>> + Send;
}

pub(crate) fn router<J: Jobs>(service: Arc<J>) -> Router {
    Router::new()
        .route("/jobs", post(accept::<J>))
        .route("/dead", get(dead::<J>))
        .route("/metrics", get(metrics::<J>))
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(service)
}

async fn accept<J: Jobs>(State(service): State<Arc<J>>, Json(request): Json<Request>) -> Response {
    match service.accept(request).await {
        Ok(id) => (StatusCode::ACCEPTED, Json(Accepted { id })).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

async fn dead<J: Jobs>(State(service): State<Arc<J>>) -> Result<Json<Vec<Letter>>, Refusal> {
    service.dead().await.map(Json)
}

async fn metrics<J: Jobs>(
    State(service): State<Arc<J>>,
) -> Result<impl IntoResponse + use<J>, Refusal> {
    let text = service.metrics().await?;
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text))
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, reason) = match self {
            Self::Full => (StatusCode::TOO_MANY_REQUESTS, "the queue is full\n"),
            Self::ShutDown => (StatusCode::SERVICE_UNAVAILABLE, "the server is shutting down\n"),
            Self::Broken => (StatusCode::SERVICE_UNAVAILABLE, "the queue does not answer\n"),
            Self::DelayTooLong => (StatusCode::BAD_REQUEST, "the delay is longer than a minute\n"),
        };
        (status, reason).into_response()
    }
}
