package dev.sendpost.domain.spf;

/**
 * The results of RFC 7208 section 2.6.
 */
public enum SpfResult {

	/** There is no record. */
	NONE,

	/** The record says nothing about the client. */
	NEUTRAL,

	/** The client may send. */
	PASS,

	/** The client may not send. */
	FAIL,

	/** The client probably may not send. */
	SOFTFAIL,

	/** The name system could not be asked; later it may. */
	TEMPERROR,

	/** The record, or one it includes, cannot be understood or evaluated. */
	PERMERROR

}
