//! Numbers served and money spent, for finance 财政部门. No person is in it. What can be said about it
//! stands in `plugin.toml` and `layout.toml`; the stock exporter does the work.

tongdu_sdk::export_plugin!(
    "finance",
    env!("CARGO_PKG_VERSION"),
    tongdu_sdk::LayoutExporter
);
