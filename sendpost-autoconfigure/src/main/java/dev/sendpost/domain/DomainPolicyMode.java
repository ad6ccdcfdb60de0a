package dev.sendpost.domain;

/**
 * What becomes of mail from a domain that is not verified.
 */
public enum DomainPolicyMode {

	/** It is sent. */
	OFF,

	/** It is sent, and the log says so from time to time. */
	WARN,

	/** It is refused. */
	ENFORCE

}
