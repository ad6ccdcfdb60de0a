package dev.sendpost.csv;

import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * What becomes of a file that is not all UTF-8.
 */
public enum CsvEncoding {

	/** The import ends where the file stops being UTF-8. */
	STRICT(CodingErrorAction.REPORT),

	/** The rows that are not UTF-8 are refused, and the others imported. */
	BY_ROW(CodingErrorAction.REPLACE);

	/** What the decoder puts in the place of octets that are not UTF-8. */
	private static final char REPLACEMENT = '\ufffd';

	private final CodingErrorAction action;

	CsvEncoding(CodingErrorAction action) {
		this.action = action;
	}

	CharsetDecoder decoder() {
		return StandardCharsets.UTF_8.newDecoder().onMalformedInput(this.action).onUnmappableCharacter(this.action);
	}

	/**
	 * Whether a cell was not UTF-8, here or in the program that wrote the file.
	 */
	boolean isBroken(String cell) {
		return this == BY_ROW && cell.indexOf(REPLACEMENT) >= 0;
	}

}
