//! Families that want guidance or a helper, for the women's federation 妇联. What can be said about it stands
//! in `plugin.toml` and `layout.toml`; the stock exporter does the work.

tongdu_sdk::export_plugin!(
    "womens_federation",
    env!("CARGO_PKG_VERSION"),
    tongdu_sdk::LayoutExporter
);
