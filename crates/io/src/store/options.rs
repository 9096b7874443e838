//! The options of a bucket: which there are, which of them are secrets, and what the environment adds.
//!
//! The names are those of `object_store::aws::AmazonS3ConfigKey`. Left out are what the address says (the bucket),
//! what the protocol of publication needs (conditional writes), and whatever weakens TLS.

use catchment_base::secret::Secret;
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey, S3ConditionalPut};

/// An option that may be given.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// Its name.
    pub name: &'static str,
    /// Whether its value is a secret.
    pub is_secret: bool,
}

const fn plain(name: &'static str) -> Known {
    Known { name, is_secret: false }
}

const fn secret(name: &'static str) -> Known {
    Known { name, is_secret: true }
}

/// All options, by their names.
pub const OPTIONS: [Known; 23] = [
    plain("aws_access_key_id"),
    plain("aws_allow_http"),
    plain("aws_checksum_algorithm"),
    plain("aws_container_authorization_token_file"),
    plain("aws_container_credentials_full_uri"),
    plain("aws_container_credentials_relative_uri"),
    plain("aws_endpoint"),
    plain("aws_endpoint_url_sts"),
    plain("aws_imdsv1_fallback"),
    plain("aws_metadata_endpoint"),
    plain("aws_region"),
    plain("aws_request_payer"),
    plain("aws_role_arn"),
    plain("aws_role_session_name"),
    plain("aws_s3_express"),
    secret("aws_secret_access_key"),
    plain("aws_server_side_encryption"),
    secret("aws_session_token"),
    plain("aws_sse_bucket_key_enabled"),
    secret("aws_sse_customer_key_base64"),
    plain("aws_sse_kms_key_id"),
    plain("aws_unsigned_payload"),
    plain("aws_virtual_hosted_style_request"),
];

/// Options that the environment has several names for, the one that counts most first.
const VARIABLES: [(&str, &[&str]); 2] = [
    ("aws_endpoint", &["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT"]),
    ("aws_region", &["AWS_REGION", "AWS_DEFAULT_REGION"]),
];

/// What together says who asks: from the options or from the environment, never mixed.
const CREDENTIALS: [&str; 3] = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"];

/// The option of that name.
pub fn option(name: &str) -> Option<Known> {
    OPTIONS.into_iter().find(|known| known.name == name)
}

/// A builder with what the environment says and, over it, the options. `variable` looks a variable up.
pub(super) fn builder(options: &[(&str, Secret)], variable: impl Fn(&str) -> Option<String>) -> AmazonS3Builder {
    let given = |name: &str| options.iter().any(|(given, _)| *given == name);
    let own_credentials = CREDENTIALS.iter().any(|name| given(name));
    let mut builder = AmazonS3Builder::new();
    for known in OPTIONS.iter().filter(|known| !given(known.name)) {
        let foreign = own_credentials && CREDENTIALS.contains(&known.name);
        let several = VARIABLES.iter().find(|(name, _)| *name == known.name);
        let value = match several {
            _ if foreign => None,
            Some((_, names)) => names.iter().find_map(|name| variable(name)),
            None => variable(&known.name.to_uppercase()),
        };
        builder = with(builder, known.name, value);
    }
    for (name, value) in options {
        builder = with(builder, name, Some(value.expose().to_owned()));
    }
    // Publication needs conditional writes, and every provider knows how to delete one object.
    let builder = builder.with_conditional_put(S3ConditionalPut::ETagMatch).with_disable_tagging(true);
    builder.with_disable_bulk_delete(true)
}

fn with(builder: AmazonS3Builder, name: &str, value: Option<String>) -> AmazonS3Builder {
    match (name.parse::<AmazonS3ConfigKey>(), value) {
        (Ok(key), Some(value)) => builder.with_config(key, value),
        _ => builder,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use object_store::client::ClientConfigKey;

    fn value(builder: &AmazonS3Builder, name: &str) -> Option<String> {
        builder.get_config_value(&name.parse().unwrap())
    }

    #[test]
    fn every_option_is_one_of_the_client_under_its_own_name() {
        for known in OPTIONS {
            let key: AmazonS3ConfigKey = known.name.parse().unwrap();
            let is_http = matches!(key, AmazonS3ConfigKey::Client(ClientConfigKey::AllowHttp));
            assert!(is_http || key.as_ref() == known.name, "{}", known.name);
        }
        assert!(OPTIONS.is_sorted_by_key(|known| known.name));
    }

    #[test]
    fn options_go_over_the_environment() {
        let variable = |name: &str| Some(format!("{name} of the environment"));
        let built = builder(&[("aws_endpoint", Secret::new("https://objects.example.com".into()))], variable);
        assert_eq!(value(&built, "aws_endpoint").unwrap(), "https://objects.example.com");
        assert_eq!(value(&built, "aws_endpoint_url_s3"), None);
        assert_eq!(value(&built, "aws_region").unwrap(), "AWS_REGION of the environment");
        assert_eq!(value(&built, "aws_session_token").unwrap(), "AWS_SESSION_TOKEN of the environment");
        assert_eq!(value(&builder(&[], variable), "aws_endpoint").unwrap(), "AWS_ENDPOINT_URL_S3 of the environment");
    }

    #[test]
    fn credentials_are_never_put_together_from_two_places() {
        let options =
            [("aws_access_key_id", Secret::new("a".into())), ("aws_secret_access_key", Secret::new("b".into()))];
        let built = builder(&options, |name| Some(format!("{name} of the environment")));
        assert_eq!(value(&built, "aws_access_key_id").unwrap(), "a");
        assert_eq!(value(&built, "aws_session_token"), None);
    }

    #[test]
    fn no_variable_turns_certificates_off() {
        let built = builder(&[], |name| (name == "AWS_ALLOW_INVALID_CERTIFICATES").then(|| "true".to_owned()));
        assert_eq!(value(&built, "allow_invalid_certificates").unwrap(), "false");
    }
}
