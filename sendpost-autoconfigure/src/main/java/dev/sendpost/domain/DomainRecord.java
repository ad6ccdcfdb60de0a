package dev.sendpost.domain;

import org.jspecify.annotations.Nullable;

/**
 * A record to be published for a sending domain, and what was found in its place.
 *
 * @param kind what it is for
 * @param host the name it is to be published at, as A-labels
 * @param type its type in the name system: {@code TXT}, {@code CNAME} or {@code MX}
 * @param value what it is to hold; empty if the domain's owner chooses
 * @param required whether mail may depend on it: a domain is verified when its required
 * records are
 * @param state what the last check found that found something
 * @param reason why it is not verified, or what is remarkable although it is, or why the
 * last check found nothing; {@code null} if there is nothing to say
 */
public record DomainRecord(DomainRecordKind kind, String host, String type, String value, boolean required,
		DomainRecordState state, @Nullable String reason) {

	/**
	 * Whether it was found as it should be.
	 * @return whether it is verified
	 */
	public boolean isVerified() {
		return this.state == DomainRecordState.VERIFIED;
	}

	DomainRecord with(DomainRecordState state, @Nullable String reason) {
		return new DomainRecord(this.kind, this.host, this.type, this.value, this.required, state, reason);
	}

	/**
	 * What is wrong, for whoever is to publish the record. The value is left out: those
	 * of keys are long.
	 */
	String complaint() {
		return this.kind.name().replace('_', '-') + " (" + this.type + " " + this.host + "): "
				+ ((this.reason != null) ? this.reason : "not checked yet");
	}

}
