//! The gateway of Atlassian, which takes the tokens that the sites themselves do not.
//!
//! Requests are made for the site and moved below the base of its product at the gateway, `…/ex/confluence/ID/wiki` or
//! `…/ex/jira/ID`, when they are signed. The id is the cloud id
//! of the site, which the site tells everybody, or the settings do; it is known before the first request and does not
//! change.

use super::url_of;
use crate::atlassian::product::Product;
use crate::atlassian::settings::{CLOUD_ID, GATEWAY_URL};
use crate::auth::{self, Door};
use crate::config::Connection;
use catchment_base::error::{Error, Kind, Result, printable};
use catchment_base::response::json_text;
use catchment_io::credentials::Credentials;
use catchment_io::http::{Answer, Outgoing, Ready, Service, Signer, Stamp, Trouble, is_inside};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::OnceCell;
use url::Url;

/// Where a site tells its cloud id, without credentials.
const TENANT: &str = "/_edge/tenant_info";
const PATIENCE: Duration = Duration::from_secs(30);
const HINT: &str = "check url, or set cloud_id: it is shown by https://SITE/_edge/tenant_info";

/// A door at the gateway.
pub(super) struct Gateway {
    inner: Door,
    product: &'static Product,
    site: Url,
    gateway: Url,
    /// Tells the cloud id.
    tenant: Service,
    base: OnceCell<[Url; 1]>,
}

impl Gateway {
    pub(super) fn new(product: &'static Product, connection: &Connection, inner: Door) -> Result<Self> {
        let (own, site) = (&connection.own, connection.url.clone());
        let gateway = url_of(own, GATEWAY_URL)?;
        auth::prove_url(&gateway, &site)?;
        let mut tenant = site.clone();
        tenant.set_path(TENANT);
        let base = match own.text(CLOUD_ID) {
            Some(id) if !is_id(id) => {
                let hint = "it consists of letters, digits and hyphens";
                return Err(own.refuse(CLOUD_ID, "`cloud_id` is not the id of a site", hint));
            }
            Some(id) => OnceCell::new_with(Some([below(product, &gateway, id)])),
            None => OnceCell::new(),
        };
        let tenant = Service::new(tenant, connection.request_timeout.min(PATIENCE), &connection.transport)?;
        Ok(Self { inner, product, site, gateway, tenant, base })
    }

    async fn get_ready(&self) -> Result<(), Trouble> {
        self.base.get_or_try_init(|| self.look_up()).await?;
        self.inner.ready().await
    }

    async fn look_up(&self) -> Result<[Url; 1], Trouble> {
        let answer = self.tenant.get(None).await?;
        let id = cloud_id(&answer).ok_or_else(|| {
            let site = printable(&self.site.origin().ascii_serialization());
            let what = format!("the cloud id of {site} is not known: {TENANT} answered {}", answer.status);
            Trouble::Final(Error::new(Kind::Failed, what).hint(HINT))
        })?;
        Ok([below(self.product, &self.gateway, &id)])
    }
}

impl Signer for Gateway {
    fn also(&self) -> &[Url] {
        self.base.get().map_or(&[], |base| base)
    }

    fn ready(&self) -> Ready<'_> {
        Box::pin(self.get_ready())
    }

    fn sign(&self, request: &mut Outgoing) -> Result<Stamp> {
        let [base] = self.base.get().ok_or_else(|| Error::failed("the cloud id is not known").hint(HINT))?;
        if is_inside(&self.site, request.url()) {
            request.move_below(&self.site, base);
        }
        self.inner.sign(request)
    }

    fn renew(&self, refused: Stamp) -> bool {
        self.inner.renew(refused)
    }

    fn secrets(&self) -> Arc<Credentials> {
        self.inner.secrets()
    }

    fn hint(&self) -> Option<&'static str> {
        Some(self.product.hints.at_gateway)
    }
}

/// The base of a site of a product at the gateway.
fn below(product: &Product, gateway: &Url, id: &str) -> Url {
    let mut base = gateway.clone();
    let Product { name, path, .. } = product;
    base.set_path(&format!("{}/ex/{name}/{id}{path}", gateway.path().trim_end_matches('/')));
    base
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn cloud_id(answer: &Answer) -> Option<String> {
    let body: Value = serde_json::from_slice(json_text(&answer.body)).ok()?;
    let id = body.get("cloudId")?.as_str().filter(|id| answer.status == 200 && is_id(id))?;
    Some(id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::atlassian::tests::JIRA;
    use crate::confluence;

    #[test]
    fn a_cloud_id_cannot_lead_to_another_site() {
        let told = |status, body: &str| cloud_id(&Answer { status, body: body.into(), ..Answer::default() });
        assert_eq!(told(200, r#"{"cloudId":"7f-0A"}"#).as_deref(), Some("7f-0A"));
        for (status, body) in
            [(404, r#"{"cloudId":"7f"}"#), (200, r#"{"cloudId":"../7f"}"#), (200, r#"{"cloudId":""}"#), (200, "<html>")]
        {
            assert_eq!(told(status, body), None, "{body}");
        }
    }

    #[test]
    fn each_product_has_a_base_of_its_own_at_the_gateway() {
        let base = |product, gateway| below(product, &Url::parse(gateway).unwrap(), "7f").to_string();
        let (plain, proxy) = ("https://api.example.com", "https://proxy.example.com/atlassian/");
        assert_eq!(base(&confluence::PRODUCT, plain), "https://api.example.com/ex/confluence/7f/wiki");
        assert_eq!(base(&confluence::PRODUCT, proxy), "https://proxy.example.com/atlassian/ex/confluence/7f/wiki");
        assert_eq!(base(&JIRA, plain), "https://api.example.com/ex/jira/7f");
        assert_eq!(base(&JIRA, proxy), "https://proxy.example.com/atlassian/ex/jira/7f");
    }
}
