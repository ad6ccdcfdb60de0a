package dev.sendpost.csv;

import org.jspecify.annotations.Nullable;

/**
 * Keeps spreadsheets from taking the text of a cell for a formula: one that begins like a
 * formula gets an apostrophe, which is taken off again on import.
 */
public final class CsvCell {

	/** Spreadsheets of some languages take the wide forms for the others. */
	private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

	private CsvCell() {
	}

	/**
	 * Write a cell.
	 * @param text its text, or {@code null} for none
	 * @return what stands in the cell
	 */
	public static String write(@Nullable String text) {
		if (text == null) {
			return "";
		}
		return needsApostrophe(text, 0) ? "'" + text : text;
	}

	/**
	 * Read a cell.
	 * @param cell what stands in it
	 * @return its text
	 */
	public static String read(String cell) {
		return (cell.startsWith("'") && needsApostrophe(cell, 1)) ? cell.substring(1) : cell;
	}

	/*
	 * Apostrophes before it are part of the text, and must not be lost.
	 */
	private static boolean needsApostrophe(String text, int from) {
		int start = from;
		while (start < text.length() && text.charAt(start) == '\'') {
			start++;
		}
		return start < text.length() && FORMULA.indexOf(text.charAt(start)) >= 0;
	}

}
