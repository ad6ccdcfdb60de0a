package dev.sendpost.subaccount;

/**
 * How a key looks. One of any style is good at any door.
 */
public enum ApiKeyStyle {

	/** The style of this project: {@code sk_live_...}. */
	NATIVE("sk_live_", "sk_test_"),

	/** The style of Sendry: {@code sn_live_...}. */
	SENDRY("sn_live_", "sn_test_"),

	/**
	 * The style of SendPost: letters and digits alone, so that it does not show the mode.
	 */
	SENDPOST("", "");

	private final String live;

	private final String test;

	ApiKeyStyle(String live, String test) {
		this.live = live;
		this.test = test;
	}

	/**
	 * What keys of this style begin with.
	 * @param test whether it is a test key
	 * @return the prefix, possibly empty
	 */
	public String prefix(boolean test) {
		return test ? this.test : this.live;
	}

}
