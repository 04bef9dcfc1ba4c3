//! The server's requests and answers.

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};

use crate::metrics;
use crate::service::{Accepted, Letter, Refusal, Request, Service};

/// How many bytes a request may have.
const LARGEST: usize = 16 * 1024;

pub(crate) fn router(service: Arc<Service>) -> Router {
    Router::new()
        .route("/jobs", post(accept))
        .route("/dead", get(dead))
        .route("/metrics", get(metrics))
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(service)
}

async fn accept(State(service): State<Arc<Service>>, Json(request): Json<Request>) -> Response {
    match service.accept(request) {
        Ok(id) => (StatusCode::ACCEPTED, Json(Accepted { id })).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

async fn dead(State(service): State<Arc<Service>>) -> Json<Vec<Letter>> {
    Json(service.dead())
}

async fn metrics(State(service): State<Arc<Service>>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], metrics::text(&service))
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, reason) = match self {
            Self::Full => (StatusCode::TOO_MANY_REQUESTS, "the queue is full\n"),
            Self::ShutDown => (StatusCode::SERVICE_UNAVAILABLE, "the server is shutting down\n"),
            Self::DelayTooLong => (StatusCode::BAD_REQUEST, "the delay is longer than a minute\n"),
        };
        (status, reason).into_response()
    }
}
