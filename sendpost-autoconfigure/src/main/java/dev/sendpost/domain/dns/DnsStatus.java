package dev.sendpost.domain.dns;

/**
 * What became of a question to the domain name system.
 */
public enum DnsStatus {

	/** There are records. */
	FOUND,

	/** The name exists, without records of the type asked for. */
	NO_DATA,

	/** The name does not exist (NXDOMAIN). */
	NO_SUCH_NAME,

	/** The aliases of the name lead in a circle, or are too many. */
	ALIAS_LOOP,

	/** Nobody answered in time, or no server could tell. Asking later may help. */
	UNAVAILABLE

}
