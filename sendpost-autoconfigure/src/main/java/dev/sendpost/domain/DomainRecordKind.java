package dev.sendpost.domain;

/**
 * What a record of a sending domain is for.
 */
public enum DomainRecordKind {

	/** Publishes the key that signatures are verified with (RFC 6376). */
	DKIM,

	/** Says which servers may send for the domain (RFC 7208). */
	SPF,

	/** Makes the address that bounces return to one of ours. */
	RETURN_PATH,

	/** Takes bounces, or says that the domain takes mail at all. */
	MX,

	/** Makes the host of tracked links one of ours. */
	TRACKING,

	/** Says what becomes of mail that is neither (RFC 7489). */
	DMARC

}
