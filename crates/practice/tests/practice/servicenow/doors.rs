//! Who is let in to a fake instance, how often, and what can stand in an answer instead of rows.

use super::*;
use catchment_base::clock;
use reqwest::RequestBuilder;
use std::time::Duration;

#[tokio::test]
async fn too_many_requests_are_told_with_the_rule_or_without() {
    let limited = get(&served("429=1", 1).await, "/api/now/table/incident").await;
    assert_eq!(limited.status(), 429);
    assert_eq!((header(&limited, "retry-after"), header(&limited, "x-ratelimit-limit")), ("1", "100"));
    assert!(header(&limited, "x-ratelimit-reset").parse::<u64>().unwrap() > 1_700_000_000);
    assert_eq!(header(&limited, "x-ratelimit-rule").len(), 32);
    assert_eq!(body(limited).await["error"]["message"], "Rate limit exceeded");
    let bare = get(&served("429-bare=1,no-rule-headers", 1).await, "/api/now/table/incident").await;
    assert!(bare.status() == 429 && !bare.headers().contains_key("retry-after"));
    assert!(bare.headers().keys().all(|name| !name.as_str().starts_with("x-ratelimit")));
}

#[tokio::test]
async fn an_answer_with_200_can_be_none() {
    let cut = get(&served("half=1", 5).await, "/api/now/table/incident").await;
    assert_eq!(cut.status(), 200);
    assert!(serde_json::from_slice::<Value>(&cut.bytes().await.unwrap()).is_err());
    answers! { served("cancelled=1,hibernating=2", 6).await, r#"
        at /api/now/table/
        incident  200  /result/# 3  /status "failure"  /error/message starts "Transaction cancelled"
        incident  200  @content-type starts "text/html"
        incident  200  /result/# 6
    "# }
    let started = clock::instant();
    answers! { served("slow=1:40", 1).await, "/api/now/table/incident  200  /result/# 1" }
    assert!(started.elapsed() >= Duration::from_millis(40));
}

#[tokio::test]
async fn large_answers_are_refused_down_to_one_record() {
    let practice = served("oversized=20000,huge=incident:description:3:40", 20).await;
    let facts = practice.truth("incident");
    assert_eq!(facts[2].values["description"].len(), 40 << 10);
    answers! { practice, r#"
        at /api/now/table/incident?sysparm_query=ORDERBYsys_id&sysparm_limit=1&sysparm_offset=
        /api/now/table/incident          502
        2&sysparm_fields=               502
        /api/now/table/incident/{third}  502
        1&sysparm_fields=               200
        2&sysparm_fields=sys_id,number   200  /result/0/sys_id "{third}"
    "#, third = facts[2].sys_id }
    let unknown = "huge=incident:bogus:1:1".parse().unwrap();
    assert!(start(Options { faults: unknown, ..Options::default() }).await.is_err());
}

/// Asks for a token; its status and answer.
async fn token(practice: &Practice, form: &str) -> (u16, Value) {
    let form = format!("client_id=practice-client&client_secret=practice-secret&{form}");
    let response = client().post(format!("{}/oauth_token.do", practice.url())).body(form).send().await.unwrap();
    let status = response.status().as_u16();
    (status, serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or_default())
}

/// A request without credentials.
fn unsigned(practice: &Practice) -> RequestBuilder {
    client().get(format!("{}/api/now/table/incident", practice.url())).header("Accept", "application/json")
}

async fn with_token(practice: &Practice, answer: &Value) -> u16 {
    let request = unsigned(practice).bearer_auth(answer["access_token"].as_str().unwrap());
    request.send().await.unwrap().status().as_u16()
}

async fn with_tokens(faults: &str) -> Practice {
    let faults = faults.parse().unwrap();
    start(Options { door: Door::OAuth, faults, records: 3, ..Options::default() }).await.unwrap()
}

const PASSWORD: &str = "grant_type=password&username=practice&password=practice-password";

#[tokio::test]
async fn tokens_wear_out_in_the_middle_and_are_refreshed() {
    let practice = with_tokens("token-uses=2").await;
    let (status, answer) = token(&practice, PASSWORD).await;
    assert_eq!((status, &answer["expires_in"], &answer["token_type"]), (200, &json!(1799), &json!("Bearer")));
    let uses = [with_token(&practice, &answer).await, with_token(&practice, &answer).await];
    assert_eq!((uses, with_token(&practice, &answer).await), ([200, 200], 401));
    let refresh = format!("grant_type=refresh_token&refresh_token={}", answer["refresh_token"].as_str().unwrap());
    let (status, answer) = token(&practice, &refresh).await;
    assert_eq!((status, with_token(&practice, &answer).await, practice.tokens()), (200, 200, 2));
    let (status, answer) = token(&practice, "grant_type=client_credentials").await;
    assert_eq!((status, answer.get("refresh_token")), (200, None));
    let (status, answer) = token(&practice, "grant_type=password&username=practice&password=no").await;
    assert_eq!((status, answer), (401, json!({"error_description": "access_denied", "error": "server_error"})));
    assert_eq!(practice.offences(), Vec::<String>::new());
}

#[tokio::test]
async fn tokens_expire_and_are_refused() {
    let practice = with_tokens("token-seconds=1,no-refresh,no-client-credentials").await;
    let (_, answer) = token(&practice, PASSWORD).await;
    assert_eq!((&answer["expires_in"], with_token(&practice, &answer).await), (&json!(1), 200));
    clock::sleep(Duration::from_millis(1050)).await;
    assert_eq!(with_token(&practice, &answer).await, 401);
    let refresh = format!("grant_type=refresh_token&refresh_token={}", answer["refresh_token"].as_str().unwrap());
    assert_eq!(token(&practice, &refresh).await.0, 401);
    assert_eq!(token(&practice, "grant_type=client_credentials").await.0, 401);
    assert_eq!(token(&with_tokens("no-token-endpoint").await, PASSWORD).await.0, 404);
    assert_eq!(token(&with_tokens("locked").await, PASSWORD).await.0, 401);
    assert_eq!(token(&served("", 1).await, PASSWORD).await.0, 404, "the door takes no tokens");
}

#[tokio::test]
async fn credentials_are_wanted() {
    let practice = served("", 1).await;
    let keyed = start(Options { door: Door::ApiKey, records: 1, ..Options::default() }).await.unwrap();
    for (asked, wanted) in [
        (unsigned(&practice), 401),
        (unsigned(&practice).basic_auth("practice", Some("no")), 401),
        (unsigned(&practice).basic_auth("practice", Some("practice-password")), 200),
        (unsigned(&keyed).header("x-sn-apikey", "practice-key"), 200),
        (unsigned(&keyed).header("x-sn-apikey", "no"), 401),
    ] {
        assert_eq!(asked.send().await.unwrap().status(), wanted);
    }
    answers! { served("locked", 1).await, r#"
        /api/now/table/incident  401  /status "failure"
        & /error {"message": "User Not Authenticated", "detail": "Required to provide Auth information"}
    "# }
}
