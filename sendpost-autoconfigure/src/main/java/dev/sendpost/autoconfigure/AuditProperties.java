package dev.sendpost.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the log of what is changed by hand.
 *
 * @param retention How long it is kept.
 */
@ConfigurationProperties("sendpost.audit")
record AuditProperties(@DefaultValue("365d") Duration retention) {

	AuditProperties {
		if (retention.isNegative() || retention.isZero()) {
			throw new InvalidSendpostPropertyException("sendpost.audit.retention", "'" + retention + "' is no time",
					"Set it to how long the log is to be kept, such as 365d.");
		}
	}

}
