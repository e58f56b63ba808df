//! Children with disabilities and what they need, for the disabled persons' federation 残联. What can be said
//! about it stands in `plugin.toml` and `layout.toml`; the stock exporter does the work.

tongdu_sdk::export_plugin!(
    "disabled_federation",
    env!("CARGO_PKG_VERSION"),
    tongdu_sdk::LayoutExporter
);
