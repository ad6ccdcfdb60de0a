package dev.sendpost.statistics;

/**
 * By what counts can be told apart, day by day, within the account or a sub-account. One
 * at a time: what a tag did at a provider is not known.
 */
public enum StatisticsDimension {

	/**
	 * A tag of the message, which SendPost calls a group. A message with several counts
	 * under each, so the tags together are not the whole.
	 */
	TAG,

	/**
	 * The campaign of the message, by its name; a message of a variant counts also under
	 * the name of the variant behind that of the campaign and a slash.
	 */
	CAMPAIGN,

	/**
	 * The transport that told of the fact, or else the one that sent the message. What
	 * happened without any, such as acceptance, is not counted.
	 */
	TRANSPORT,

	/**
	 * Who receives the recipient's mail: the name of a known provider, or
	 * {@value Cells#OTHER_PROVIDER}.
	 */
	PROVIDER

}
