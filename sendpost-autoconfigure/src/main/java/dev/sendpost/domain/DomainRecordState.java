package dev.sendpost.domain;

/**
 * What the last check found that found something.
 */
public enum DomainRecordState {

	/** The name system has not told yet. */
	PENDING,

	/** The record is there, and right. */
	VERIFIED,

	/** The record is missing, or wrong. */
	FAILED

}
