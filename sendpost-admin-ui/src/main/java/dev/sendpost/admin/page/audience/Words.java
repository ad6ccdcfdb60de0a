package dev.sendpost.admin.page.audience;

import java.text.NumberFormat;
import java.util.Locale;

/**
 * Writes values into sentences.
 */
final class Words {

	private Words() {
	}

	static String of(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * So many of something whose plural ends with s.
	 */
	static String count(long number, String what) {
		return number(number) + " " + what + ((number == 1) ? "" : "s");
	}

	static String number(long number) {
		return NumberFormat.getIntegerInstance(Locale.ENGLISH).format(number);
	}

}
