//! Indicators of the outline for children, for the committee's office 妇儿工委办. No person is in it. What can
//! be said about it stands in `plugin.toml` and `layout.toml`; the stock exporter does the work.

tongdu_sdk::export_plugin!(
    "wcwc",
    env!("CARGO_PKG_VERSION"),
    tongdu_sdk::LayoutExporter
);
