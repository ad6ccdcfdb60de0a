package dev.sendpost.autoconfigure;

import java.time.Duration;
import java.util.List;

import dev.sendpost.domain.DomainPolicyMode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of sending domains.
 *
 * @param policy What becomes of e-mail from a domain that is not verified for its
 * sub-account.
 * @param spfInclude Domain that the SPF record of each domain has to include, for example
 * that of your e-mail service.
 * @param sendingAddresses IP addresses that the SPF record of each domain has to let
 * send.
 * @param returnPathTarget Host that the return path "sp-bounces" of each domain has to be
 * an alias of.
 * @param trackingTarget Host that "track" of each domain has to be an alias of.
 * @param bounceHost Host that takes the bounces to "sp-bounces" of each domain, where
 * that is no alias.
 * @param ed25519 Whether a domain that is added gets an Ed25519 key beside its RSA key.
 * @param checkInterval How often the records of a verified domain are looked for.
 * @param signatureValidity After what time DKIM signatures expire. Never if not set.
 * @param registered Domains that exist without being added.
 */
@ConfigurationProperties("sendpost.domains")
record SendingDomainsProperties(@DefaultValue("off") DomainPolicyMode policy, @Nullable String spfInclude,
		@DefaultValue List<String> sendingAddresses, @Nullable String returnPathTarget, @Nullable String trackingTarget,
		@Nullable String bounceHost, @DefaultValue("false") boolean ed25519, @DefaultValue("6h") Duration checkInterval,
		@Nullable Duration signatureValidity, @DefaultValue List<RegisteredProperties> registered) {

	/**
	 * A domain.
	 *
	 * @param name Its name.
	 * @param subAccount The sub-account that may send from it. All may if not set.
	 * @param keys The keys that sign its e-mail, the newest of each kind first.
	 */
	record RegisteredProperties(@Nullable String name, @Nullable String subAccount,
			@DefaultValue List<KeyProperties> keys) {

	}

	/**
	 * A DKIM key.
	 *
	 * @param selector Its selector.
	 * @param privateKey The private key as PEM, or where such a file is, for example
	 * "file:/etc/dkim/acme.pem".
	 */
	record KeyProperties(@Nullable String selector, @Nullable String privateKey) {

		@Override
		public String toString() {
			return "KeyProperties[selector=" + this.selector + "]";
		}

	}

}
