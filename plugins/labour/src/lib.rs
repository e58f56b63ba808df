//! Parents who want work, training or a business at home, for human resources 人社部门: only those who
//! have consented, and nothing of a child. What can be said about it stands in `plugin.toml` and
//! `layout.toml`; the stock exporter does the work.

tongdu_sdk::export_plugin!(
    "labour",
    env!("CARGO_PKG_VERSION"),
    tongdu_sdk::LayoutExporter
);
