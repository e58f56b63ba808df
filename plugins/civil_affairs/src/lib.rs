//! The real-name roster 实名制花名册 for civil affairs 民政. Everything that can be said about it
//! stands in `plugin.toml` and `layout.toml`; the stock exporter does the work.

tongdu_sdk::export_plugin!(
    "civil_affairs",
    env!("CARGO_PKG_VERSION"),
    tongdu_sdk::LayoutExporter
);
