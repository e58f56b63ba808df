//! The list of children and what they need for school, for education 教育部门. What can be said about it
//! stands in `plugin.toml` and `layout.toml`; the stock exporter does the work.

tongdu_sdk::export_plugin!(
    "education",
    env!("CARGO_PKG_VERSION"),
    tongdu_sdk::LayoutExporter
);
