package dev.sendpost;

/**
 * How urgent the sender calls an {@link Email}. Mail clients show it; servers ignore it.
 */
public enum EmailPriority {

	/** Shown as important. */
	HIGH,

	/** Not marked at all. */
	NORMAL,

	/** Shown as unimportant. */
	LOW

}
