//! A practice server of Jira.
