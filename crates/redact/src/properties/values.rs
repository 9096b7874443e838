//! Values that the laws of redaction plant; the fuzz target includes this file.

/// An account id.
pub const ACCOUNT: &str = "712020:5d3f8c1a-7b2e-4f60-9a1d-0c2b3a4d5e6f";
/// Values that do not stay.
pub const VALUES: [&str; 15] = [
    "john.doe@example.org",
    "o.brien+ops@mail.acme.co.uk",
    "4111 1111 1111 1111",
    "378282246310005",
    "5b10a2844c20165700ede21f",
    ACCOUNT,
    "AKIAIOSFODNN7DOCUMEN",
    "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",
    "BNCLRA84M52F205H",
    "7183 5520 6486",
    "(212) 555-0187",
    "203.0.113.42",
    "2001:db8:85a3::8a2e:370:7334",
    "212-34-5678",
    "DE75512108001245126199",
];
